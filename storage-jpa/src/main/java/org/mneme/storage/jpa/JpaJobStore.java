package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;

/**
 * Keep jobs as entities.
 *
 * <p>A worker takes a job by locking its row past those that others are just taking. From then on the token of its lease is
 * part of the condition of every change, so a worker that has lost its lease changes nothing.
 */
final class JpaJobStore implements JobStore {

    private static final String HELD = " where j.workspace = :workspace and j.id = :id and j.leaseToken = :token"
            + " and j.leaseOwner = :owner and j.state = 'RUNNING'";

    private final JpaTransactions transactions;
    private final Dialect dialect;
    private final Turns turns;
    private final Clock clock;

    JpaJobStore(JpaTransactions transactions, Dialect dialect, Clock clock) {
        this.transactions = transactions;
        this.dialect = dialect;
        this.turns = new Turns(transactions, dialect);
        this.clock = clock;
    }

    private long now() {
        return Millis.of(clock.instant());
    }

    @Override
    public Enqueued enqueue(Scope scope, Job job, boolean again) {
        return transactions.write(tx -> JobRows.enqueue(tx.em(), scope, job, again, now()));
    }

    @Override
    public Optional<Job> get(Scope scope, String id) {
        return transactions.read(tx -> find(tx.em(), scope.workspace(), id));
    }

    private static Optional<Job> find(EntityManager em, String workspace, String id) {
        return Optional.ofNullable(em.find(JobEntity.class, new WorkspaceKey(workspace, id)))
                .map(job -> JobRows.withPending(em, workspace, List.of(job)).get(0));
    }

    @Override
    public boolean belongsToAnother(Scope scope, String id) {
        return transactions.read(tx -> tx.em()
                        .createQuery(
                                "select count(j) from Job j where j.id = :id and j.workspace <> :workspace", Long.class)
                        .setParameter("id", id)
                        .setParameter("workspace", scope.workspace())
                        .getSingleResult()
                > 0);
    }

    @Override
    public List<PendingMemory> pending(Scope scope) {
        return transactions.read(tx -> PlaceJpql.bind(
                        tx.em()
                                .createQuery(
                                        "select p from Job j, PendingMemory p where j.workspace = :workspace"
                                                + " and j.dueAt < :never and p.job = j.id and "
                                                + PlaceJpql.where("p", scope)
                                                + " order by j.createdAt, j.id, p.number",
                                        PendingMemoryEntity.class)
                                .setParameter("never", Millis.NEVER),
                        scope)
                .getResultList()
                .stream()
                .map(PendingMemoryEntity::toPendingMemory)
                .toList());
    }

    @Override
    public List<String> due(Set<String> kinds, Instant now, int limit) {
        return transactions.read(tx -> tx
                .em()
                .createQuery(
                        "select j.workspace, min(j.dueAt) from Job j where j.dueAt <= :now and j.kind in :kinds"
                                + " group by j.workspace order by min(j.dueAt), j.workspace",
                        Object[].class)
                .setParameter("now", Millis.of(now))
                .setParameter("kinds", kinds)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> (String) row[0])
                .toList());
    }

    @Override
    public Optional<Leased> lease(Scope scope, Set<String> kinds, Instant now, Lease lease) {
        String workspace = scope.workspace();
        if (!anyDue(workspace, kinds, now)) {
            return Optional.empty();
        }
        return turns.write(tx -> {
            List<String> ids = lockDue(tx.em(), workspace, kinds, now);
            if (ids.isEmpty()) {
                return Optional.empty();
            }
            JobEntity job = tx.em().find(JobEntity.class, new WorkspaceKey(workspace, ids.get(0)));
            job.state = Job.State.RUNNING.name();
            job.attempts++;
            job.leaseOwner = lease.owner();
            job.leaseToken++;
            job.leaseUntil = Millis.of(lease.until());
            job.dueAt = job.leaseUntil;
            job.updatedAt = now();
            Lease given = new Lease(lease.owner(), job.leaseToken, lease.until());
            return Optional.of(new Leased(
                    JobRows.withPending(tx.em(), workspace, List.of(job)).get(0), given));
        });
    }

    /** Look without a lock first: most often nothing is due, and a write would wait for the disk. */
    private boolean anyDue(String workspace, Set<String> kinds, Instant now) {
        return transactions.read(tx -> !due(tx.em(), workspace, kinds, now, "").isEmpty());
    }

    private List<String> lockDue(EntityManager em, String workspace, Set<String> kinds, Instant now) {
        return due(em, workspace, kinds, now, dialect.skipLocked());
    }

    private static List<String> due(
            EntityManager em, String workspace, Set<String> kinds, Instant now, String locking) {
        // ordered by all columns of the index, so that no row behind the first is looked at or locked
        String sql = "select id from job where workspace = ?1 and due_at <= ?2 and kind in ("
                + NativeQueries.parameters(3, kinds.size())
                + ") order by workspace, due_at, id limit 1" + locking;
        Query query = em.createNativeQuery(sql).setParameter(1, workspace).setParameter(2, Millis.of(now));
        NativeQueries.bind(query, 3, kinds);
        return NativeQueries.strings(query);
    }

    @Override
    public boolean renew(Leased leased, Instant until, double progress) {
        return change(
                leased,
                "j.leaseUntil = :until, j.dueAt = :until, j.progress = :progress",
                Map.of("until", Millis.of(until), "progress", progress));
    }

    @Override
    public boolean checkpoint(Leased leased, Map<String, Object> checkpoint) {
        return change(leased, "j.checkpoint = :checkpoint", Map.of("checkpoint", JsonText.of(checkpoint)));
    }

    @Override
    public boolean succeed(Leased leased, Map<String, Object> result) {
        return transactions.write(tx -> {
            boolean held = change(
                    tx.em(),
                    leased,
                    "j.state = 'SUCCEEDED', j.progress = 1.0, j.result = :result, j.failureCode = null,"
                            + " j.failureMessage = null, j.dueAt = :never, j.updatedAt = :now, j.payload = :none,"
                            + " j.checkpoint = :none",
                    Map.of(
                            "result", JsonText.of(result),
                            "never", Millis.NEVER,
                            "now", now(),
                            "none", JsonText.of(Map.of())));
            if (held && !leased.job().pending().isEmpty()) {
                JobRows.removePending(
                        tx.em(),
                        leased.job().scope().workspace(),
                        Set.of(leased.job().id()));
            }
            return held;
        });
    }

    @Override
    public boolean retry(Leased leased, Job.Failure failure, Instant notBefore) {
        return change(
                leased,
                "j.state = 'PENDING', j.failureCode = :code, j.failureMessage = :message, j.notBefore = :notBefore,"
                        + " j.dueAt = :notBefore, j.updatedAt = :now",
                Map.of(
                        "code", failure.code(),
                        "message", failure.message(),
                        "notBefore", Millis.of(notBefore),
                        "now", now()));
    }

    /** What it would have written stays, unseen: the job may be reset. */
    @Override
    public boolean fail(Leased leased, Job.Failure failure) {
        return change(
                leased,
                "j.state = 'FAILED', j.failureCode = :code, j.failureMessage = :message, j.dueAt = :never,"
                        + " j.updatedAt = :now",
                Map.of(
                        "code", failure.code(),
                        "message", failure.message(),
                        "never", Millis.NEVER,
                        "now", now()));
    }

    private boolean change(Leased leased, String assignments, Map<String, Object> values) {
        return transactions.write(tx -> change(tx.em(), leased, assignments, values));
    }

    private static boolean change(EntityManager em, Leased leased, String assignments, Map<String, Object> values) {
        Query query = em.createQuery("update Job j set " + assignments + HELD)
                .setParameter("workspace", leased.job().scope().workspace())
                .setParameter("id", leased.job().id())
                .setParameter("token", leased.lease().token())
                .setParameter("owner", leased.lease().owner());
        values.forEach(query::setParameter);
        return query.executeUpdate() > 0;
    }

    @Override
    public List<Job> list(Optional<Job.State> state, int limit) {
        return transactions.read(tx -> {
            TypedQuery<JobEntity> query = tx.em()
                    .createQuery(
                            "select j from Job j" + (state.isPresent() ? " where j.state = :state" : "")
                                    + " order by " + (state.isPresent() ? "j.state desc, " : "")
                                    + "j.createdAt desc, j.id desc",
                            JobEntity.class)
                    .setMaxResults(limit);
            state.ifPresent(each -> query.setParameter("state", each.name()));
            List<JobEntity> jobs = query.getResultList();
            Map<String, Job> loaded =
                    jobs.stream().collect(Collectors.groupingBy(job -> job.workspace)).entrySet().stream()
                            .flatMap(entry -> JobRows.withPending(tx.em(), entry.getKey(), entry.getValue()).stream())
                            .collect(Collectors.toMap(job -> job.scope().workspace() + " " + job.id(), job -> job));
            return jobs.stream()
                    .map(job -> loaded.get(job.workspace + " " + job.id))
                    .toList();
        });
    }

    @Override
    public Map<Job.State, Long> counts() {
        return transactions.read(tx -> {
            Map<Job.State, Long> counts = new EnumMap<>(Job.State.class);
            for (Job.State state : Job.State.values()) {
                counts.put(state, 0L);
            }
            tx.em()
                    .createQuery("select j.state, count(j) from Job j group by j.state", Object[].class)
                    .getResultList()
                    .forEach(row -> counts.put(Job.State.valueOf((String) row[0]), (Long) row[1]));
            return counts;
        });
    }

    @Override
    public boolean reset(Scope scope, String id) {
        return transactions.write(tx -> JobRows.reset(tx.em(), scope, id, now()));
    }

    @Override
    public boolean remove(Scope scope, String id) {
        return transactions.write(tx -> {
            JobRows.removePending(tx.em(), scope.workspace(), Set.of(id));
            return tx.em()
                            .createQuery("delete from Job j where j.workspace = :workspace and j.id = :id")
                            .setParameter("workspace", scope.workspace())
                            .setParameter("id", id)
                            .executeUpdate()
                    > 0;
        });
    }

    @Override
    public int removeEnded(Instant before) {
        return EndedRows.remove(transactions, "Job", before, JobRows::removeEnded);
    }
}
