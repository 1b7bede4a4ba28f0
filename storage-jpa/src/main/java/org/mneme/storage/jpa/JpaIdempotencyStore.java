package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Scope;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.Lease;

/** Keep answers as entities; the row of a key is locked while it is decided what a request finds. */
final class JpaIdempotencyStore implements IdempotencyStore {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JpaTransactions transactions;

    JpaIdempotencyStore(JpaTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Begun begin(Scope scope, Request request, Instant now, Lease lease, Instant keepUntil) {
        // what has run or runs is told without writing, and so without waiting for the disk
        Optional<Begun> known =
                transactions.read(tx -> Optional.ofNullable(tx.em().find(IdempotencyEntity.class, key(scope, request)))
                        .filter(row -> row.keepUntil > Millis.of(now))
                        .flatMap(row -> without(row, request, now)));
        return known.orElseGet(() -> transactions.write(tx -> begin(tx.em(), scope, request, now, lease, keepUntil)));
    }

    private static Begun begin(
            EntityManager em, Scope scope, Request request, Instant now, Lease lease, Instant keepUntil) {
        IdempotencyEntity row = em.find(IdempotencyEntity.class, key(scope, request), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            row = new IdempotencyEntity(scope.workspace(), request);
            start(row, request, now, keepUntil);
            em.persist(row);
            return take(row, lease);
        }
        if (row.keepUntil <= Millis.of(now)) {
            forgetMemories(em, scope, request);
            start(row, request, now, keepUntil);
            return take(row, lease);
        }
        Optional<Begun> known = without(row, request, now);
        return known.isPresent() ? known.get() : take(row, lease);
    }

    /** Return what a request finds if it does not get to run. */
    private static Optional<Begun> without(IdempotencyEntity row, Request request, Instant now) {
        if (!row.fingerprint.equals(request.fingerprint())) {
            return Optional.of(new Begun.Mismatch());
        }
        if (row.status != null) {
            return Optional.of(new Begun.Done(row.status, Optional.ofNullable(row.body)));
        }
        boolean running = row.leaseUntil != null && row.leaseUntil > Millis.of(now);
        return running ? Optional.of(new Begun.Running()) : Optional.empty();
    }

    private static void start(IdempotencyEntity row, Request request, Instant now, Instant keepUntil) {
        byte[] work = new byte[16];
        RANDOM.nextBytes(work);
        row.work = HexFormat.of().formatHex(work);
        row.fingerprint = request.fingerprint();
        row.firstUsedAt = Millis.of(now);
        row.keepUntil = Millis.of(keepUntil);
        row.status = null;
        row.body = null;
    }

    private static Begun.First take(IdempotencyEntity row, Lease lease) {
        row.leaseOwner = lease.owner();
        row.leaseToken++;
        row.leaseUntil = Millis.of(lease.until());
        return new Begun.First(
                row.work, Millis.instant(row.firstUsedAt), new Lease(lease.owner(), row.leaseToken, lease.until()));
    }

    private static IdempotencyEntity.Key key(Scope scope, Request request) {
        return new IdempotencyEntity.Key(scope.workspace(), request);
    }

    @Override
    public boolean complete(Scope scope, Request request, Lease lease, Answer answer) {
        Set<String> memories = Set.copyOf(answer.memories());
        return transactions.write(tx -> {
            boolean erased = !memories.isEmpty() && !areThere(tx.jdbc(), scope.workspace(), memories);
            Optional<IdempotencyEntity> held = held(tx.em(), scope, request, lease);
            held.ifPresent(row -> {
                row.status = answer.status();
                row.body = erased ? null : answer.body();
                if (!erased) {
                    memories.forEach(
                            memory -> tx.em().persist(new IdempotencyMemoryEntity(scope.workspace(), request, memory)));
                }
            });
            return held.isPresent();
        });
    }

    /** Nobody deletes without the clock: what is there stays until the answer is stored, and can be found by it. */
    private static boolean areThere(Connection connection, String workspace, Set<String> memories) throws SQLException {
        WorkspaceClocks.hold(connection, workspace);
        return MemoryRows.count(connection, workspace, memories) == memories.size();
    }

    private static Optional<IdempotencyEntity> held(EntityManager em, Scope scope, Request request, Lease lease) {
        return Optional.ofNullable(
                        em.find(IdempotencyEntity.class, key(scope, request), LockModeType.PESSIMISTIC_WRITE))
                .filter(row -> row.status == null
                        && row.leaseToken == lease.token()
                        && lease.owner().equals(row.leaseOwner));
    }

    /** The row stays until its time, held by nobody, so that its tokens go on counting; the next caller starts afresh. */
    @Override
    public void release(Scope scope, Request request, Lease lease) {
        transactions.write(tx -> {
            held(tx.em(), scope, request, lease).ifPresent(row -> {
                row.leaseOwner = null;
                row.leaseUntil = null;
                row.keepUntil = 0;
            });
            return null;
        });
    }

    private static void forgetMemories(EntityManager em, Scope scope, Request request) {
        em.createQuery("delete from IdempotencyMemory m where m.workspace = :workspace and m.route = :route"
                        + " and m.requestKey = :key")
                .setParameter("workspace", scope.workspace())
                .setParameter("route", request.route())
                .setParameter("key", request.key())
                .executeUpdate();
    }

    @Override
    public int removeExpired(Instant now) {
        return transactions.write(tx -> {
            tx.em()
                    .createQuery("delete from IdempotencyMemory m where exists (select i.work from Idempotency i"
                            + " where i.workspace = m.workspace and i.route = m.route and i.requestKey = m.requestKey"
                            + " and i.keepUntil <= :now)")
                    .setParameter("now", Millis.of(now))
                    .executeUpdate();
            return tx.em()
                    .createQuery("delete from Idempotency i where i.keepUntil <= :now")
                    .setParameter("now", Millis.of(now))
                    .executeUpdate();
        });
    }
}
