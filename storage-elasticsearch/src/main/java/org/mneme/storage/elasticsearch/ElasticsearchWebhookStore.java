package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.WebhookStore;

/** Keep the webhooks of a workspace in one document, so that each change shows in its revision in the same step. */
final class ElasticsearchWebhookStore implements WebhookStore {

    /** The webhooks of a workspace, and a number for each state they were in. */
    record Hooks(long revision, List<Webhook> webhooks) {
        static final Hooks NONE = new Hooks(0, List.of());

        Optional<Webhook> get(String id) {
            return webhooks.stream().filter(each -> each.id().equals(id)).findFirst();
        }

        Hooks with(String id, Optional<Webhook> webhook) {
            List<Webhook> changed = new ArrayList<>(webhooks);
            changed.removeIf(each -> each.id().equals(id));
            webhook.ifPresent(changed::add);
            return new Hooks(revision + 1, changed);
        }
    }

    private final Records records;
    private final Outbox outbox;
    private final WaitingDeliveries waiting;

    ElasticsearchWebhookStore(Records records, Outbox outbox, WaitingDeliveries waiting) {
        this.records = records;
        this.outbox = outbox;
        this.waiting = waiting;
    }

    static String id(String workspace) {
        return Cluster.id("webhooks", workspace);
    }

    static ObjectNode source(String workspace, Hooks hooks) {
        return Records.record("webhooks", workspace, workspace, hooks);
    }

    private Hooks hooks(Scope scope) {
        return records.get(id(scope.workspace()))
                .map(doc -> Records.data(doc, Hooks.class))
                .orElse(Hooks.NONE);
    }

    @Override
    public void insert(Scope scope, Webhook webhook) {
        records.put(
                id(scope.workspace()),
                doc -> source(
                        scope.workspace(),
                        doc.map(each -> Records.data(each, Hooks.class))
                                .orElse(Hooks.NONE)
                                .with(webhook.id(), Optional.of(webhook))));
    }

    @Override
    public Optional<Webhook> get(Scope scope, String id) {
        return hooks(scope).get(id);
    }

    @Override
    public List<Webhook> list(Scope scope) {
        return hooks(scope).webhooks().stream()
                .sorted(Comparator.comparing(Webhook::createdAt).thenComparing(Webhook::id))
                .toList();
    }

    @Override
    public long revision(Scope scope) {
        return hooks(scope).revision();
    }

    private Optional<Webhook> change(Scope scope, String id, UnaryOperator<Webhook> change) {
        AtomicReference<Optional<Webhook>> result = new AtomicReference<>(Optional.empty());
        records.change(id(scope.workspace()), doc -> {
            Hooks hooks = Records.data(doc, Hooks.class);
            Optional<Webhook> before = hooks.get(id);
            result.set(before.map(change));
            return result.get().equals(before)
                    ? Optional.empty()
                    : Optional.of(source(scope.workspace(), hooks.with(id, result.get())));
        });
        return result.get();
    }

    @Override
    public Optional<Webhook> update(Scope scope, Webhook webhook) {
        Optional<Webhook> updated = change(scope, webhook.id(), stored -> {
            if (stored.version() != webhook.version()) {
                throw MemoryException.conflict("version_conflict", "the webhook has changed meanwhile");
            }
            return webhook.counted(webhook.enabled(), webhook.consecutiveFailures(), webhook.version() + 1);
        });
        // it may have been enabled
        waiting.lookAgain();
        return updated;
    }

    @Override
    public boolean delete(Scope scope, String id) {
        boolean deleted = records.change(
                id(scope.workspace()),
                doc -> Optional.of(Records.data(doc, Hooks.class))
                        .filter(hooks -> hooks.get(id).isPresent())
                        .map(hooks -> source(scope.workspace(), hooks.with(id, Optional.empty()))));
        outbox.dispatch(scope.workspace());
        records.removeAll(Queries.all(List.of(
                Queries.term("kind", ElasticsearchDeliveryStore.KIND),
                Queries.term("ws", scope.workspace()),
                Queries.term("webhook", id))));
        return deleted;
    }

    @Override
    public void succeeded(Scope scope, String id) {
        change(scope, id, stored -> stored.counted(stored.enabled(), 0, stored.version()));
    }

    @Override
    public Optional<Webhook> failed(Scope scope, String id, int disableAt) {
        return change(scope, id, stored -> {
            int failures = stored.consecutiveFailures() + 1;
            return stored.counted(stored.enabled() && failures != disableAt, failures, stored.version());
        });
    }

    /** Tell which webhooks of workspaces deliveries are made to now. */
    static List<String> enabled(Records records, List<String> workspaces) {
        List<String> enabled = new ArrayList<>();
        records.get(workspaces.stream().map(ElasticsearchWebhookStore::id).toList())
                .forEach(doc -> doc.map(each -> Records.data(each, Hooks.class)).stream()
                        .flatMap(hooks -> hooks.webhooks().stream())
                        .filter(Webhook::enabled)
                        .map(Webhook::id)
                        .forEach(enabled::add));
        return enabled;
    }
}
