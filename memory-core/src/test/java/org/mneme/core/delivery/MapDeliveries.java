package org.mneme.core.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Delivery;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.Lease;

/** Deliveries in a map, for tests of what lies above a storage; the storages themselves are tested by the contract. */
final class MapDeliveries implements DeliveryStore {

    private static final class Row {
        Delivery delivery;
        Lease lease = new Lease("nobody", 0, Instant.MIN);
        final List<Delivery.Attempt> attempts = new ArrayList<>();
    }

    private final MapWebhooks webhooks;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    MapDeliveries(MapWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    synchronized void add(Delivery delivery) {
        Row row = new Row();
        row.delivery = delivery;
        rows.put(delivery.id(), row);
    }

    @Override
    public synchronized List<Leased> lease(Instant now, Lease lease, int limit, int perWebhook, Set<String> except) {
        Map<String, Integer> taken = new HashMap<>();
        List<Leased> leased = new ArrayList<>();
        rows.values().stream()
                .filter(row -> row.delivery.state() == Delivery.State.PENDING)
                .filter(row -> !row.delivery.notBefore().isAfter(now))
                .filter(row -> !row.lease.until().isAfter(now))
                .filter(row -> !except.contains(row.delivery.webhook()))
                .filter(row -> webhooks.get(Scope.of(row.delivery.workspace()), row.delivery.webhook())
                        .filter(Webhook::enabled)
                        .isPresent())
                .sorted(Comparator.comparing(row -> row.delivery.notBefore()))
                .forEach(row -> {
                    String webhook = row.delivery.webhook();
                    if (leased.size() < limit && taken.getOrDefault(webhook, 0) < perWebhook) {
                        taken.merge(webhook, 1, Integer::sum);
                        row.lease = new Lease(lease.owner(), row.lease.token() + 1, lease.until());
                        leased.add(new Leased(row.delivery, row.lease));
                    }
                });
        return leased;
    }

    @Override
    public synchronized boolean attempted(
            Leased leased, Delivery.Attempt attempt, Delivery.State state, Instant notBefore) {
        Row row = rows.get(leased.delivery().id());
        row.attempts.add(attempt);
        if (row.lease.token() != leased.lease().token()) {
            return false;
        }
        row.lease = new Lease("nobody", row.lease.token(), Instant.MIN);
        row.delivery = row.delivery.moved(state, row.delivery.attempts() + 1, notBefore, row.delivery.updatedAt());
        return true;
    }

    @Override
    public synchronized List<Logged> list(Scope scope, Query query) {
        return rows.values().stream()
                .filter(row -> query.state().isEmpty() || query.state().get() == row.delivery.state())
                .map(row -> new Logged(row.delivery, row.attempts))
                .toList();
    }

    @Override
    public synchronized Optional<Logged> get(Scope scope, String id) {
        return Optional.ofNullable(rows.get(id)).map(row -> new Logged(row.delivery, row.attempts));
    }

    @Override
    public synchronized int retry(Scope scope, Query query) {
        return (int) list(scope, query).stream()
                .filter(logged -> retry(scope, logged.delivery().id()))
                .count();
    }

    @Override
    public synchronized boolean retry(Scope scope, String id) {
        Row row = rows.get(id);
        if (row == null) {
            return false;
        }
        row.delivery = row.delivery.moved(
                Delivery.State.PENDING, row.delivery.attempts(), Instant.MIN, row.delivery.updatedAt());
        return true;
    }

    @Override
    public int removeEnded(Instant before) {
        return 0;
    }
}
