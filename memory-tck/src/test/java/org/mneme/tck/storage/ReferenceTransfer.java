package org.mneme.tck.storage;

import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.mneme.api.ApiKey;
import org.mneme.api.Embedding;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

final class ReferenceTransfer implements WorkspaceTransfer {

    private final State state;
    private final Clock clock;
    private final ReferenceEmbeddingSpaces spaces;
    private final MemoryStore memories;

    ReferenceTransfer(State state, Clock clock, ReferenceEmbeddingSpaces spaces, MemoryStore memories) {
        this.state = state;
        this.clock = clock;
        this.spaces = spaces;
        this.memories = memories;
    }

    @Override
    public List<TransferItem> page(Scope workspace, Part part, Optional<String> afterId, int limit) {
        synchronized (state) {
            return items(workspace, part)
                    .<TransferItem>map(item -> item)
                    .filter(item -> afterId.isEmpty() || item.id().compareTo(afterId.get()) > 0)
                    .sorted(Comparator.comparing(TransferItem::id))
                    .limit(limit)
                    .toList();
        }
    }

    private Stream<? extends TransferItem> items(Scope workspace, Part part) {
        return switch (part) {
            case KEY ->
                state.apiKeys.values().stream()
                        .filter(key -> key.workspace().equals(Optional.of(workspace.workspace())))
                        .map(TransferItem.KeyItem::new);
            case USAGE -> of(workspace, state.usage, (key, count) -> new TransferItem.UsageItem(key.id(), count));
            case PROJECT ->
                state.projects.stream()
                        .filter(key -> key.workspace().equals(workspace.workspace()))
                        .map(key -> new TransferItem.ProjectItem(key.id()));
            case MEMORY ->
                of(workspace, state.memories, (key, row) -> memory(row))
                        .filter(item -> item.memory().visibleAt(clock.instant())
                                || state.has(Fault.EXPIRED_MEMORIES_TRANSFERRED));
            case WEBHOOK -> of(workspace, state.webhooks, (key, hook) -> new TransferItem.WebhookItem(hook));
            case DELIVERY ->
                of(
                        workspace,
                        state.deliveries,
                        (key, row) -> new TransferItem.DeliveryItem(row.delivery, row.attempts));
            case JOB -> of(workspace, state.jobs, (key, row) -> new TransferItem.JobItem(row.job));
            case EVENT -> of(workspace, state.events, (key, event) -> new TransferItem.EventItem(event));
            case HANDOFF -> of(workspace, state.handoffs, (key, handoff) -> new TransferItem.HandoffItem(handoff));
            case ANSWER -> of(workspace, state.keys, ReferenceTransfer::answer);
        };
    }

    private <V, T> Stream<T> of(Scope workspace, Map<State.Key, V> rows, BiFunction<State.Key, V, T> item) {
        boolean all = state.has(Fault.TRANSFER_OF_ALL_WORKSPACES);
        return rows.entrySet().stream()
                .filter(row -> all || row.getKey().workspace().equals(workspace.workspace()))
                .map(row -> item.apply(row.getKey(), row.getValue()));
    }

    private TransferItem.MemoryItem memory(State.Row row) {
        Optional<Embedding> embedding =
                state.active.map(EmbeddingSpaces.Space::model).map(row.vectors::get);
        return new TransferItem.MemoryItem(
                row.memory, state.has(Fault.FORMER_STATES_STAY_BEHIND) ? List.of() : row.former, embedding);
    }

    private static TransferItem.AnswerItem answer(State.Key key, State.KeyRow row) {
        String[] names = key.id().split("\n", 2);
        return new TransferItem.AnswerItem(
                new IdempotencyStore.Request(names[0], names[1], row.fingerprint),
                row.first.work(),
                row.first.since(),
                row.keepUntil,
                row.answer.map(given -> new TransferItem.AnswerItem.Answered(
                        given.status(), row.erased ? Optional.empty() : Optional.of(given.body()), given.memories())));
    }

    @Override
    public void put(Scope workspace, List<TransferItem> items) {
        synchronized (state) {
            items.stream()
                    .filter(TransferItem.MemoryItem.class::isInstance)
                    .forEach(item -> spaces.check(((TransferItem.MemoryItem) item).embedding()));
            items.forEach(item -> put(workspace, item));
        }
    }

    private void put(Scope workspace, TransferItem item) {
        State.Key key = new State.Key(workspace.workspace(), item.id());
        if (item instanceof TransferItem.KeyItem each) {
            state.apiKeys.put(each.key().hash(), each.key());
        } else if (item instanceof TransferItem.UsageItem each) {
            state.usage.put(key, each.operations());
        } else if (item instanceof TransferItem.ProjectItem) {
            state.projects.add(key);
        } else if (item instanceof TransferItem.MemoryItem each) {
            put(key, each);
        } else if (item instanceof TransferItem.WebhookItem each) {
            state.webhooks.put(key, each.webhook());
            state.revisions.merge(workspace.workspace(), 1L, Long::sum);
        } else if (item instanceof TransferItem.DeliveryItem each) {
            State.DeliveryRow row = new State.DeliveryRow(each.delivery());
            row.attempts.addAll(each.attempts());
            state.deliveries.put(key, row);
        } else if (item instanceof TransferItem.JobItem each) {
            state.jobs.put(key, new State.JobRow(each.job()));
        } else if (item instanceof TransferItem.EventItem each) {
            state.events.put(key, each.event());
        } else if (item instanceof TransferItem.HandoffItem each) {
            state.handoffs.put(key, each.handoff());
        } else if (item instanceof TransferItem.AnswerItem each) {
            put(workspace, each);
        }
    }

    private void put(State.Key key, TransferItem.MemoryItem item) {
        if (state.has(Fault.PUT_KEEPS_WHAT_IS_THERE) && state.memories.containsKey(key)) {
            return;
        }
        State.Row row = new State.Row(item.memory());
        row.former.addAll(item.former());
        item.embedding().ifPresent(embedding -> row.vectors.put(embedding.model(), embedding));
        state.memories.put(key, row);
    }

    private void put(Scope workspace, TransferItem.AnswerItem item) {
        State.KeyRow row = new State.KeyRow();
        row.fingerprint = item.request().fingerprint();
        row.keepUntil = item.keepUntil();
        row.first = new IdempotencyStore.Begun.First(item.work(), item.since(), new Lease("", 0, item.since()));
        row.answer = item.answer()
                .map(given ->
                        new IdempotencyStore.Answer(given.status(), given.body().orElse(""), given.memories()));
        row.erased = item.answer().filter(given -> given.body().isEmpty()).isPresent();
        state.keys.put(
                new State.Key(
                        workspace.workspace(),
                        item.request().route() + "\n" + item.request().key()),
                row);
    }

    @Override
    public void remove(Scope workspace, Part part, Collection<String> given) {
        Set<String> ids = Set.copyOf(given);
        if (state.has(Fault.REMOVED_ONLY_BY_NAME)) {
            return;
        }
        synchronized (state) {
            switch (part) {
                case KEY ->
                    state.apiKeys
                            .values()
                            .removeIf(key -> ids.contains(key.id())
                                    && key.workspace().equals(Optional.of(workspace.workspace())));
                case USAGE -> remove(workspace, state.usage.keySet(), ids);
                case PROJECT -> remove(workspace, state.projects, ids);
                case MEMORY -> ids.forEach(id -> memories.delete(workspace, id));
                case WEBHOOK -> {
                    remove(workspace, state.webhooks.keySet(), ids);
                    state.revisions.merge(workspace.workspace(), 1L, Long::sum);
                }
                case DELIVERY -> remove(workspace, state.deliveries.keySet(), ids);
                case JOB -> remove(workspace, state.jobs.keySet(), ids);
                case EVENT -> remove(workspace, state.events.keySet(), ids);
                case HANDOFF -> remove(workspace, state.handoffs.keySet(), ids);
                case ANSWER ->
                    state.keys
                            .entrySet()
                            .removeIf(row -> row.getKey().workspace().equals(workspace.workspace())
                                    && ids.contains(row.getValue().first.work()));
            }
        }
    }

    private static void remove(Scope workspace, Set<State.Key> keys, Set<String> ids) {
        keys.removeIf(key -> key.workspace().equals(workspace.workspace()) && ids.contains(key.id()));
    }

    @Override
    public List<ApiKey> administrators() {
        synchronized (state) {
            return state.apiKeys.values().stream()
                    .filter(key -> key.workspace().isEmpty() || state.has(Fault.ALL_ARE_ADMINISTRATORS))
                    .sorted(Comparator.comparing(ApiKey::createdAt))
                    .toList();
        }
    }
}
