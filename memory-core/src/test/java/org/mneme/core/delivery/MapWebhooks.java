package org.mneme.core.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.WebhookStore;

/** Webhooks in a map, for tests of what lies above a storage; the storages themselves are tested by the contract. */
public final class MapWebhooks implements WebhookStore {

    private final Map<String, Webhook> webhooks = new LinkedHashMap<>();
    private long revision;
    private int lists;

    @Override
    public synchronized void insert(Scope scope, Webhook webhook) {
        webhooks.put(webhook.id(), webhook);
        revision++;
    }

    @Override
    public synchronized Optional<Webhook> get(Scope scope, String id) {
        return Optional.ofNullable(webhooks.get(id))
                .filter(webhook -> webhook.workspace().equals(scope.workspace()));
    }

    @Override
    public synchronized List<Webhook> list(Scope scope) {
        lists++;
        return new ArrayList<>(webhooks.values())
                .stream()
                        .filter(webhook -> webhook.workspace().equals(scope.workspace()))
                        .toList();
    }

    /** Return how often the webhooks were listed. */
    public synchronized int lists() {
        return lists;
    }

    @Override
    public synchronized long revision(Scope scope) {
        return revision;
    }

    @Override
    public synchronized Optional<Webhook> update(Scope scope, Webhook webhook) {
        Optional<Webhook> present = get(scope, webhook.id());
        if (present.isPresent() && present.get().version() != webhook.version()) {
            throw MemoryException.conflict("webhook_changed", "changed meanwhile");
        }
        return present.map(old -> put(webhook, webhook.enabled(), webhook.consecutiveFailures()));
    }

    private Webhook put(Webhook webhook, boolean enabled, int failures) {
        Webhook next = webhook.counted(enabled, failures, webhook.version() + 1);
        webhooks.put(next.id(), next);
        revision++;
        return next;
    }

    @Override
    public synchronized boolean delete(Scope scope, String id) {
        revision++;
        return get(scope, id).map(webhook -> webhooks.remove(id)).isPresent();
    }

    @Override
    public synchronized void succeeded(Scope scope, String id) {
        get(scope, id).ifPresent(webhook -> put(webhook, webhook.enabled(), 0));
    }

    @Override
    public synchronized Optional<Webhook> failed(Scope scope, String id, int disableAt) {
        return get(scope, id).map(webhook -> {
            int failures = webhook.consecutiveFailures() + 1;
            return put(webhook, webhook.enabled() && failures != disableAt, failures);
        });
    }
}
