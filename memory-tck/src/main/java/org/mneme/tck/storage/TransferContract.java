package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.AgentEvent;
import org.mneme.api.ApiKey;
import org.mneme.api.ContentHash;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Handoff;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.Fingerprint;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.MemoryItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 15: a workspace moves as it is. */
public interface TransferContract extends StorageFixture {

    /** Return the shared store's transfer. */
    default WorkspaceTransfer transfer() {
        return storage().transfer();
    }

    @Rule("R15a")
    default void everythingOfAWorkspaceIsReadAndStoredAsItIs() {
        Scope scope = workspace();
        fill(storage(), scope, now());
        try (Store other = fresh()) {
            for (Part part : Part.values()) {
                List<TransferItem> items = all(transfer(), scope, part);
                assertThat(items).as(part.name()).isNotEmpty();
                other.storage().transfer().put(scope, items);
                other.storage().transfer().put(scope, items);

                assertThat(described(all(other.storage().transfer(), scope, part)))
                        .as(part.name())
                        .isEqualTo(described(items));
            }
            Storage moved = other.reopen();
            for (Part part : Part.values()) {
                assertThat(described(all(moved.transfer(), scope, part)))
                        .as(part + " after a restart")
                        .isEqualTo(described(all(transfer(), scope, part)));
            }
        }
    }

    @Rule("R15a")
    default void whatWasPutWorksAsIfItHadBeenWritten() {
        Scope scope = workspace();
        Filled filled = fill(storage(), scope, now());
        try (Store other = fresh()) {
            for (Part part : Part.values()) {
                other.storage().transfer().put(scope, all(transfer(), scope, part));
            }
            other.clock().advance(Duration.between(other.clock().instant(), now()));
            Storage moved = other.storage();
            assertThat(Reads.finding(moved.memories(), scope, filled.memory, filled.embedding))
                    .isEqualTo(Reads.ALL);
            assertThat(moved.memories().versions(scope, filled.memory.id()))
                    .extracting(Memory::version)
                    .containsExactly(1, 2);
            assertThat(moved.webhooks().list(scope)).extracting(Webhook::id).containsExactly(filled.delivery.webhook());
            assertThat(moved.workspaces().keyByHash(filled.key.hash())).isPresent();
            assertThat(moved.workspaces().usage(scope, "2026-03")).isEqualTo(7);
            assertThat(moved.workspaces().hasProject(scope, "apollo")).isTrue();
            assertThat(moved.jobs().pending(scope)).hasSize(2);
            Instant now = other.clock().instant();
            assertThat(moved.jobs().lease(scope, Set.of("ingest"), now, Samples.lease("w", now)))
                    .isPresent();
            assertThat(moved.deliveries().lease(now, Samples.lease("w", now), 10, 10, Set.of()))
                    .extracting(DeliveryStore.Leased::delivery)
                    .extracting(Delivery::id)
                    .containsExactly(filled.delivery.id());
            IdempotencyStore.Begun again =
                    moved.idempotency().begin(scope, filled.request, now, Samples.lease("w", now), now.plusSeconds(60));
            assertThat(again).isEqualTo(new IdempotencyStore.Begun.Done(201, Optional.of("{\"as\":\"answered\"}")));
            assertThat(moved.memories().delete(scope, filled.memory.id())).isTrue();
            assertThat(moved.deliveries().get(scope, filled.delivery.id())).isEmpty();
            assertThat(moved.idempotency()
                            .begin(scope, filled.request, now, Samples.lease("w", now), now.plusSeconds(60)))
                    .isEqualTo(new IdempotencyStore.Begun.Done(201, Optional.empty()));
        }
    }

    @Rule("R15b")
    default void pagesGiveEachItemOnceInTheOrderOfIdsAndNoExpiredMemory() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(1500);
        List<TransferItem> items = new ArrayList<>();
        for (Memory memory : Generated.memories(scope, 25, 1501, now())) {
            items.add(new MemoryItem(memory, List.of(), Optional.of(vectors.next())));
        }
        Memory brief = Samples.memory(scope, "soon gone", now()).toBuilder()
                .expiresAt(now().plusMillis(10))
                .build();
        items.add(new MemoryItem(brief, List.of(), Optional.of(vectors.next())));
        transfer().put(scope, items);
        assertThat(transfer().page(scope, Part.MEMORY, Optional.empty(), 100)).hasSize(26);
        clock().advance(Duration.ofMillis(10));

        List<String> ids = all(transfer(), scope, Part.MEMORY).stream()
                .map(TransferItem::id)
                .toList();
        assertThat(ids).hasSize(25).isSorted().doesNotContain(brief.id());
        assertThat(transfer().page(scope, Part.MEMORY, Optional.of(ids.get(24)), 10))
                .isEmpty();
    }

    @Rule("R15c")
    default void whatIsPutTakesThePlaceOfWhatIsThereWhole() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(1502);
        Embedding before = vectors.next();
        Embedding after = vectors.next();
        Memory former = Samples.memory(scope, "zebras graze", now()).toBuilder()
                .tags(List.of("old"))
                .build();
        Memory present = former.toBuilder()
                .content("pelicans dive")
                .tags(List.of("new"))
                .version(3)
                .updatedAt(now().plusSeconds(5))
                .build();
        transfer().put(scope, List.of(new MemoryItem(former, List.of(), Optional.of(before))));
        transfer().put(scope, List.of(new MemoryItem(present, List.of(former), Optional.of(after))));

        assertThat(Reads.finding(memories(), scope, present, after)).isEqualTo(Reads.ALL);
        assertThat(Samples.ids(memories().search(scope, Samples.byWords("zebras", 10))))
                .isEmpty();
        assertThat(memories().count(scope, new Filter.Tagged("old"))).isZero();
        assertThat(memories().versions(scope, present.id()))
                .extracting(Memory::version)
                .containsExactly(1, 3);
        assertThat(memories()
                        .search(scope, Samples.byVector(before, 10))
                        .hits()
                        .get(0)
                        .similarity()
                        .orElseThrow())
                .isCloseTo(TestVectors.cosine(before, after), org.assertj.core.data.Offset.offset(1e-5));

        transfer().put(scope, List.of(new MemoryItem(present, List.of(), Optional.empty())));
        assertThat(memories().versions(scope, present.id())).hasSize(1);
        assertThat(all(transfer(), scope, Part.MEMORY))
                .containsExactly(
                        new MemoryItem(memories().get(scope, present.id()).orElseThrow(), List.of(), Optional.empty()));
    }

    @Rule("R15c")
    default void vectorsOfAnotherModelAreRefusedAndNothingIsPut() {
        Scope scope = workspace();
        List<TransferItem> items = List.of(
                new MemoryItem(
                        Samples.memory(scope, "of the model", now()),
                        List.of(),
                        Optional.of(Samples.vectors(1503).next())),
                new MemoryItem(
                        Samples.memory(scope, "of another", now()),
                        List.of(),
                        Optional.of(Samples.vectors(Samples.OTHER_SPACE, 1503).next())));

        assertThatThrownBy(() -> transfer().put(scope, items))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.kind()).isEqualTo(MemoryException.Kind.CONFLICT));
        assertThat(memories().count(scope, Filter.all())).isZero();
    }

    @Rule("R15d")
    default void whatIsRemovedIsGoneAndOnlyThat() {
        Scope scope = workspace();
        Filled filled = fill(storage(), scope, now());
        Memory stays = Samples.memory(scope, "stays", now());
        Embedding embedding = Samples.vectors(1504).next();
        memories().write(scope, List.of(Samples.write(stays, embedding)));

        transfer().remove(scope, Part.MEMORY, List.of(filled.memory.id(), "mem_unknown"));
        assertThat(Reads.finding(memories(), scope, filled.memory, filled.embedding))
                .isEmpty();
        assertThat(Reads.finding(memories(), scope, stays, embedding)).isEqualTo(Reads.ALL);
        assertThat(storage().deliveries().get(scope, filled.delivery.id())).isEmpty();

        for (Part part : Part.values()) {
            List<String> ids =
                    all(transfer(), scope, part).stream().map(TransferItem::id).toList();
            transfer().remove(workspace(), part, ids);
            assertThat(all(transfer(), scope, part)).as("another's " + part).hasSameSizeAs(ids);
            transfer().remove(scope, part, ids);
            assertThat(all(transfer(), scope, part)).as(part.name()).isEmpty();
        }
    }

    @Rule("R15e")
    default void aTransferReachesItsWorkspaceOnly() {
        Scope scope = workspace();
        Scope bystander = workspace();
        fill(storage(), scope, now());
        Filled filled = fill(storage(), bystander, now());
        Map<String, String> before = described(all(transfer(), bystander, Part.MEMORY));
        Memory theirs = filled.memory.toBuilder().scope(scope).content("ours").build();

        for (Part part : Part.values()) {
            assertThat(all(transfer(), workspace(), part)).as(part.name()).isEmpty();
        }
        transfer().put(scope, List.of(new MemoryItem(theirs, List.of(), Optional.of(filled.embedding))));
        assertThat(memories().get(scope, theirs.id()).map(Memory::content)).contains("ours");
        assertThat(described(all(transfer(), bystander, Part.MEMORY))).isEqualTo(before);
    }

    @Rule("R15f")
    default void administratorsKeysAreTold() {
        try (Store store = fresh()) {
            Instant at = store.clock().instant();
            ApiKey older = key(Optional.empty(), at);
            ApiKey newer = key(Optional.empty(), at.plusSeconds(1));
            ApiKey other = key(Optional.of("ws_1"), at);
            for (ApiKey key : List.of(newer, other, older)) {
                store.storage().workspaces().addKey(key);
            }

            assertThat(store.storage().transfer().administrators()).containsExactly(older, newer);
        }
    }

    /** What {@link #fill} stored and tests look for. */
    record Filled(
            Memory memory, Embedding embedding, Delivery delivery, ApiKey key, IdempotencyStore.Request request) {}

    private static Filled fill(Storage storage, Scope scope, Instant at) {
        ApiKey key = key(Optional.of(scope.workspace()), at);
        storage.workspaces().addKey(key);
        storage.workspaces().addUsage(scope, "2026-03", 7);
        storage.workspaces().addProject(scope, "apollo");
        storage.workspaces().addProject(scope, "g\u00e9mini");
        Webhook webhook = Samples.webhook(scope, at);
        storage.webhooks().insert(scope, webhook);
        TestVectors vectors = Samples.vectors(1505);
        Embedding embedding = vectors.windows(3);
        Memory memory = Generated.memories(scope, 1, 1506, at).get(0).toBuilder()
                .tags(List.of("b", "a"))
                .status(Memory.Status.ACTIVE)
                .sourceJob(null)
                .expiresAt(null)
                .eventDate(at.minusSeconds(90))
                .documentDate(at.minusSeconds(60))
                .sourceRole("user")
                .metadata(Map.of("n", 0.1, "deep", Map.of("list", List.of(1, "two"))))
                .build();
        Delivery delivery = Samples.delivery(webhook, memory);
        storage.memories().write(scope, List.of(Samples.write(memory, embedding, delivery)));
        Memory changed = memory.toBuilder().importance(0.25).build();
        storage.memories().update(scope, new MemoryUpdate(changed, Optional.of(embedding), 1));
        Memory second = storage.memories().get(scope, memory.id()).orElseThrow();
        tryDelivery(storage, delivery, at);
        fillJobs(storage, scope, at);
        IdempotencyStore.Request request = answer(storage, scope, memory.id(), at);
        AgentEvent event =
                new AgentEvent(Ids.next("evt_", at), scope, "found", "a thing", Map.of("lines", List.of(1)), 0.7, at);
        storage.agents().record(scope, event, Optional.empty());
        storage.agents()
                .handOver(
                        scope,
                        new Handoff(
                                Ids.next("handoff_", at),
                                scope,
                                "planner",
                                "coder",
                                "go on",
                                Optional.of("context"),
                                Optional.empty(),
                                List.of("s1"),
                                1,
                                at,
                                at));
        return new Filled(second, embedding, delivery, key, request);
    }

    private static void tryDelivery(Storage storage, Delivery delivery, Instant at) {
        storage.deliveries().lease(at, Samples.lease("w", at), 100, 100, Set.of()).stream()
                .filter(leased -> leased.delivery().id().equals(delivery.id()))
                .forEach(leased -> storage.deliveries()
                        .attempted(
                                leased,
                                new Delivery.Attempt(at, Optional.of(500), 12, Optional.of("refused")),
                                Delivery.State.PENDING,
                                at));
    }

    private static void fillJobs(Storage storage, Scope scope, Instant at) {
        storage.jobs().enqueue(scope, Samples.job(scope, "ingest", at, "first", "second"), false);
        Job done = Samples.job(scope, "other", at);
        storage.jobs().enqueue(scope, done, false);
        JobStore.Leased leased = storage.jobs()
                .lease(scope, Set.of("other"), at, Samples.lease("w", at))
                .orElseThrow();
        storage.jobs().succeed(leased, Map.of("memories", List.of("mem_1")));
    }

    private static IdempotencyStore.Request answer(Storage storage, Scope scope, String memory, Instant at) {
        IdempotencyStore.Request request = new IdempotencyStore.Request("/v1/memories", "key: 1", "print");
        IdempotencyStore.Begun begun = storage.idempotency()
                .begin(scope, request, at, new Lease("w", 0, at.plusSeconds(10)), at.plusSeconds(3_600));
        storage.idempotency()
                .complete(
                        scope,
                        request,
                        ((IdempotencyStore.Begun.First) begun).lease(),
                        new IdempotencyStore.Answer(201, "{\"as\":\"answered\"}", List.of(memory)));
        storage.idempotency()
                .begin(
                        scope,
                        new IdempotencyStore.Request("/v1/memories", "under way", "print"),
                        at,
                        new Lease("w", 0, at.plusSeconds(10)),
                        at.plusSeconds(3_600));
        return request;
    }

    private static ApiKey key(Optional<String> workspace, Instant at) {
        return new ApiKey(
                Ids.next("key_", at),
                workspace,
                "ci",
                "retainr",
                "rec_live_a",
                ContentHash.of(Ids.next("secret", at)),
                List.of("memories:read"),
                at,
                Optional.of(at.plusSeconds(1_000_000)),
                Optional.of(at));
    }

    /** Read a part in pages of two. */
    private static List<TransferItem> all(WorkspaceTransfer transfer, Scope scope, Part part) {
        List<TransferItem> items = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            List<TransferItem> page = transfer.page(scope, part, after, 2);
            if (page.isEmpty()) {
                return items;
            }
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            items.addAll(page);
            after = Optional.of(page.get(page.size() - 1).id());
        }
    }

    private static Map<String, String> described(List<TransferItem> items) {
        Map<String, String> described = new LinkedHashMap<>();
        items.forEach(item -> described.put(item.id(), HexFormat.of().formatHex(Fingerprint.of(item))));
        return described;
    }
}
