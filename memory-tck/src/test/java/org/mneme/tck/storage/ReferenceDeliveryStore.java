package org.mneme.tck.storage;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Delivery;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.Lease;

final class ReferenceDeliveryStore implements DeliveryStore {

    private final State state;
    private final Clock clock;

    ReferenceDeliveryStore(State state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    @Override
    public List<Leased> lease(Instant now, Lease lease, int limit, int perWebhook, Set<String> except) {
        synchronized (state) {
            Map<String, Integer> taken = new HashMap<>();
            List<Leased> leased = new ArrayList<>();
            List<State.DeliveryRow> due = state.deliveries.values().stream()
                    .filter(row -> due(row, now) && !except.contains(row.delivery.webhook()))
                    .sorted(Comparator.<State.DeliveryRow, Instant>comparing(row -> row.delivery.notBefore())
                            .thenComparing(row -> row.delivery.id()))
                    .toList();
            for (State.DeliveryRow row : due) {
                int mine = taken.merge(row.delivery.webhook(), 1, Integer::sum);
                if (leased.size() < limit && (mine <= perWebhook || state.has(Fault.BOUND_OF_A_WEBHOOK_IGNORED))) {
                    boolean forgotten = row.token == 0 && state.has(Fault.DELIVERY_LEASED_TWICE);
                    row.lease = new Lease(lease.owner(), ++row.token, forgotten ? now : lease.until());
                    leased.add(new Leased(row.delivery, row.lease));
                }
            }
            return leased;
        }
    }

    private boolean due(State.DeliveryRow row, Instant now) {
        Webhook webhook = state.webhooks.get(new State.Key(row.delivery.workspace(), row.delivery.webhook()));
        boolean told = webhook != null && (webhook.enabled() || state.has(Fault.DISABLED_WEBHOOKS_TOLD));
        return told
                && row.delivery.state() == Delivery.State.PENDING
                && !row.delivery.notBefore().isAfter(now)
                && (row.lease == null || !row.lease.until().isAfter(now));
    }

    private static State.Key key(Delivery delivery) {
        return new State.Key(delivery.workspace(), delivery.id());
    }

    @Override
    public boolean attempted(Leased leased, Delivery.Attempt attempt, Delivery.State to, Instant notBefore) {
        synchronized (state) {
            State.DeliveryRow row = state.deliveries.get(key(leased.delivery()));
            if (row == null) {
                return false;
            }
            if (!state.has(Fault.ATTEMPTS_FORGOTTEN)) {
                row.attempts.add(attempt);
            }
            int attempts = row.delivery.attempts() + 1;
            boolean held =
                    row.lease != null && row.lease.token() == leased.lease().token();
            if (!held && !state.has(Fault.DEAD_WORKERS_END_DELIVERIES)) {
                row.delivery =
                        row.delivery.moved(row.delivery.state(), attempts, row.delivery.notBefore(), clock.instant());
                return false;
            }
            row.lease = null;
            row.delivery = row.delivery.moved(to, attempts, notBefore, clock.instant());
            return held;
        }
    }

    @Override
    public List<Logged> list(Scope scope, Query query) {
        synchronized (state) {
            return rows(scope, query).stream()
                    .map(row -> new Logged(row.delivery, row.attempts))
                    .toList();
        }
    }

    private List<State.DeliveryRow> rows(Scope scope, Query query) {
        return state.deliveries.values().stream()
                .filter(row -> row.delivery.workspace().equals(scope.workspace())
                        || state.has(Fault.DELIVERIES_SHOWN_TO_OTHERS))
                .filter(row ->
                        query.webhook().map(row.delivery.webhook()::equals).orElse(true))
                .filter(row -> query.state().map(row.delivery.state()::equals).orElse(true))
                .filter(row -> query.since().isEmpty()
                        || !row.delivery.createdAt().isBefore(query.since().get()))
                .sorted(Comparator.<State.DeliveryRow, Instant>comparing(row -> row.delivery.createdAt())
                        .thenComparing(row -> row.delivery.id())
                        .reversed())
                .limit(query.limit())
                .toList();
    }

    @Override
    public Optional<Logged> get(Scope scope, String id) {
        synchronized (state) {
            return Optional.ofNullable(state.deliveries.get(new State.Key(scope.workspace(), id)))
                    .map(row -> new Logged(row.delivery, row.attempts));
        }
    }

    @Override
    public int retry(Scope scope, Query query) {
        synchronized (state) {
            return (int) rows(scope, query).stream().filter(this::retried).count();
        }
    }

    private boolean retried(State.DeliveryRow row) {
        boolean possible = row.delivery.state() != Delivery.State.PENDING
                && row.delivery.body().isPresent();
        if (possible && !state.has(Fault.RETRY_BY_HAND_ONLY_COUNTS)) {
            Instant now = clock.instant();
            row.delivery = row.delivery.moved(Delivery.State.PENDING, row.delivery.attempts(), now, now);
        }
        return possible;
    }

    @Override
    public boolean retry(Scope scope, String id) {
        synchronized (state) {
            State.DeliveryRow row = state.deliveries.get(new State.Key(scope.workspace(), id));
            if (row == null || row.delivery.body().isEmpty()) {
                return false;
            }
            retried(row);
            return true;
        }
    }

    @Override
    public int removeEnded(Instant before) {
        synchronized (state) {
            int count = state.deliveries.size();
            state.deliveries
                    .values()
                    .removeIf(row -> row.delivery.state() != Delivery.State.PENDING
                            && row.delivery.updatedAt().isBefore(before));
            return count - state.deliveries.size();
        }
    }
}
