package org.mneme.tck.storage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.WebhookStore;

final class ReferenceWebhookStore implements WebhookStore {

    private final State state;

    ReferenceWebhookStore(State state) {
        this.state = state;
    }

    private static State.Key key(Scope scope, String id) {
        return new State.Key(scope.workspace(), id);
    }

    private void changed(Scope scope) {
        if (!state.has(Fault.REVISION_STANDS_STILL)) {
            state.revisions.merge(scope.workspace(), 1L, Long::sum);
        }
    }

    @Override
    public void insert(Scope scope, Webhook webhook) {
        synchronized (state) {
            state.webhooks.put(key(scope, webhook.id()), webhook);
            changed(scope);
        }
    }

    @Override
    public Optional<Webhook> get(Scope scope, String id) {
        synchronized (state) {
            if (state.has(Fault.WEBHOOKS_SHOWN_TO_OTHERS)) {
                return state.webhooks.values().stream()
                        .filter(webhook -> webhook.id().equals(id))
                        .findFirst();
            }
            return Optional.ofNullable(state.webhooks.get(key(scope, id)));
        }
    }

    @Override
    public List<Webhook> list(Scope scope) {
        synchronized (state) {
            return state.webhooks.values().stream()
                    .filter(webhook -> webhook.workspace().equals(scope.workspace()))
                    .sorted(Comparator.comparing(Webhook::createdAt).thenComparing(Webhook::id))
                    .toList();
        }
    }

    @Override
    public long revision(Scope scope) {
        synchronized (state) {
            return state.revisions.getOrDefault(scope.workspace(), 0L);
        }
    }

    @Override
    public Optional<Webhook> update(Scope scope, Webhook webhook) {
        synchronized (state) {
            Webhook stored = state.webhooks.get(key(scope, webhook.id()));
            if (stored == null) {
                return Optional.empty();
            }
            if (stored.version() != webhook.version()) {
                throw MemoryException.conflict("version_conflict", "the webhook has changed");
            }
            return Optional.of(put(scope, webhook, webhook.enabled(), webhook.consecutiveFailures(), 1));
        }
    }

    private Webhook put(Scope scope, Webhook webhook, boolean enabled, int failures, int versions) {
        Webhook changed = webhook.counted(enabled, failures, webhook.version() + versions);
        state.webhooks.put(key(scope, webhook.id()), changed);
        changed(scope);
        return changed;
    }

    @Override
    public boolean delete(Scope scope, String id) {
        synchronized (state) {
            if (!state.has(Fault.WEBHOOK_LEAVES_DELIVERIES)) {
                state.deliveries
                        .values()
                        .removeIf(row -> row.delivery.webhook().equals(id)
                                && row.delivery.workspace().equals(scope.workspace()));
            }
            changed(scope);
            return state.webhooks.remove(key(scope, id)) != null;
        }
    }

    @Override
    public void succeeded(Scope scope, String id) {
        synchronized (state) {
            Webhook stored = state.webhooks.get(key(scope, id));
            if (stored != null && stored.consecutiveFailures() > 0) {
                put(scope, stored, stored.enabled(), 0, 0);
            }
        }
    }

    @Override
    public Optional<Webhook> failed(Scope scope, String id, int disableAt) {
        synchronized (state) {
            Webhook stored = state.webhooks.get(key(scope, id));
            if (stored == null) {
                return Optional.empty();
            }
            int failures = stored.consecutiveFailures() + 1;
            boolean disables =
                    failures == disableAt || (failures > disableAt && state.has(Fault.DISABLED_AGAIN_AND_AGAIN));
            return Optional.of(put(scope, stored, stored.enabled() && !disables, failures, 0));
        }
    }
}
