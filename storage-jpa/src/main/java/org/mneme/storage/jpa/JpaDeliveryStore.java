package org.mneme.storage.jpa;

import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Delivery;
import org.mneme.api.Scope;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.Lease;
import org.mneme.storage.jpa.DueDeliveries.Due;

/** Keep deliveries as entities; {@link DueDeliveries} finds those to lease. */
final class JpaDeliveryStore implements DeliveryStore {

    /** How often due deliveries are looked for when other workers took all that were found. */
    private static final int ATTEMPTS = 20;

    private final JpaTransactions transactions;
    private final DueDeliveries due;
    private final Turns turns;
    private final Clock clock;

    JpaDeliveryStore(JpaTransactions transactions, Dialect dialect, Clock clock) {
        this.transactions = transactions;
        this.due = new DueDeliveries(dialect);
        this.turns = new Turns(transactions, dialect);
        this.clock = clock;
    }

    private long now() {
        return Millis.of(clock.instant());
    }

    @Override
    public List<Leased> lease(Instant now, Lease lease, int limit, int perWebhook, Set<String> except) {
        for (int attempt = 0; attempt < ATTEMPTS && limit > 0; attempt++) {
            List<Due> longest = transactions.read(tx -> due.longest(tx.em(), now, limit, perWebhook, except));
            if (longest.isEmpty()) {
                return List.of();
            }
            List<Leased> leased = turns.write(tx -> due.take(tx.em(), longest, now, lease));
            if (!leased.isEmpty()) {
                return leased;
            }
        }
        return List.of();
    }

    @Override
    public boolean attempted(Leased leased, Delivery.Attempt attempt, Delivery.State state, Instant notBefore) {
        return transactions.write(tx -> {
            WorkspaceKey key = new WorkspaceKey(
                    leased.delivery().workspace(), leased.delivery().id());
            DeliveryEntity stored = tx.em().find(DeliveryEntity.class, key, LockModeType.PESSIMISTIC_WRITE);
            if (stored == null) {
                return false;
            }
            stored.attempts++;
            tx.em().persist(new DeliveryAttemptEntity(leased.delivery(), stored.attempts, attempt));
            boolean held = lease(stored).equals(Optional.of(leased.lease().token()));
            if (held) {
                stored.state = state.name();
                stored.notBefore = Millis.of(notBefore);
                stored.dueAt = state == Delivery.State.PENDING ? stored.notBefore : Millis.NEVER;
                stored.updatedAt = now();
                stored.leaseOwner = null;
                stored.leaseUntil = null;
            }
            return held;
        });
    }

    /** Return the token of the lease a delivery is held by, if it is. */
    private static Optional<Long> lease(DeliveryEntity delivery) {
        return Optional.ofNullable(delivery.leaseOwner).map(owner -> delivery.leaseToken);
    }

    @Override
    public List<Logged> list(Scope scope, Query query) {
        return transactions.read(tx ->
                DeliveryRows.logged(tx.em(), scope.workspace(), DeliveryRows.matching(tx.em(), scope, query, "")));
    }

    @Override
    public Optional<Logged> get(Scope scope, String id) {
        return transactions.read(tx -> Optional.ofNullable(
                        tx.em().find(DeliveryEntity.class, new WorkspaceKey(scope.workspace(), id)))
                .map(found -> DeliveryRows.logged(tx.em(), scope.workspace(), List.of(found))
                        .get(0)));
    }

    @Override
    public int retry(Scope scope, Query query) {
        return transactions.write(tx -> {
            List<DeliveryEntity> ended =
                    DeliveryRows.matching(tx.em(), scope, query, " and d.state <> 'PENDING' and d.body is not null");
            ended.forEach(this::dueAgain);
            return ended.size();
        });
    }

    @Override
    public boolean retry(Scope scope, String id) {
        return transactions.write(tx -> {
            DeliveryEntity stored = tx.em()
                    .find(
                            DeliveryEntity.class,
                            new WorkspaceKey(scope.workspace(), id),
                            LockModeType.PESSIMISTIC_WRITE);
            if (stored == null || stored.body == null) {
                return false;
            }
            boolean onItsWay = stored.leaseUntil != null && stored.leaseUntil > now();
            if (!onItsWay) {
                dueAgain(stored);
            }
            return true;
        });
    }

    private void dueAgain(DeliveryEntity delivery) {
        long now = now();
        delivery.state = Delivery.State.PENDING.name();
        delivery.notBefore = now;
        delivery.dueAt = now;
        delivery.updatedAt = now;
        delivery.leaseOwner = null;
        delivery.leaseUntil = null;
    }

    @Override
    public int removeEnded(Instant before) {
        return EndedRows.remove(transactions, "Delivery", before, DeliveryRows::removeEnded);
    }
}
