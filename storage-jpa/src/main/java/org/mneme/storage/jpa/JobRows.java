package org.mneme.storage.jpa;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore.Enqueued;

/** Write and read jobs within a transaction that may do more. */
final class JobRows {

    private JobRows() {}

    /** As {@link org.mneme.spi.storage.JobStore#enqueue}. */
    static Enqueued enqueue(EntityManager em, Scope scope, Job job, boolean again, long now) {
        JobEntity stored = em.find(JobEntity.class, new WorkspaceKey(scope.workspace(), job.id()));
        if (stored == null) {
            insert(em, job);
            return new Enqueued(job, true);
        }
        boolean accepted = again && reset(em, scope, job.id(), now);
        if (accepted) {
            em.refresh(stored);
        }
        return new Enqueued(withPending(em, scope.workspace(), List.of(stored)).get(0), accepted);
    }

    private static void insert(EntityManager em, Job job) {
        em.persist(new JobEntity(job));
        job.pending().forEach(pending -> em.persist(new PendingMemoryEntity(pending)));
    }

    /** Make a failed job due again. */
    static boolean reset(EntityManager em, Scope scope, String id, long now) {
        return em.createQuery("update Job j set j.state = 'PENDING', j.attempts = 0, j.failureCode = null,"
                                + " j.failureMessage = null, j.notBefore = :now, j.dueAt = :now, j.updatedAt = :now"
                                + " where j.workspace = :workspace and j.id = :id and j.state = 'FAILED'")
                        .setParameter("now", now)
                        .setParameter("workspace", scope.workspace())
                        .setParameter("id", id)
                        .executeUpdate()
                > 0;
    }

    /** Return the jobs of one workspace with what they will write, in the order given. */
    static List<Job> withPending(EntityManager em, String workspace, Collection<JobEntity> jobs) {
        // a job that has succeeded has none
        List<String> ids = jobs.stream()
                .filter(job -> !job.state.equals(Job.State.SUCCEEDED.name()))
                .map(job -> job.id)
                .toList();
        Map<String, List<PendingMemory>> pending = ids.isEmpty() ? Map.of() : pending(em, workspace, ids);
        return jobs.stream()
                .map(job -> job.toJob(pending.getOrDefault(job.id, List.of())))
                .toList();
    }

    private static Map<String, List<PendingMemory>> pending(EntityManager em, String workspace, List<String> jobs) {
        return em
                .createQuery(
                        "select p from PendingMemory p where p.workspace = :workspace and p.job in :jobs"
                                + " order by p.number",
                        PendingMemoryEntity.class)
                .setParameter("workspace", workspace)
                .setParameter("jobs", jobs)
                .getResultList()
                .stream()
                .map(PendingMemoryEntity::toPendingMemory)
                .collect(Collectors.groupingBy(PendingMemory::job));
    }

    /** Delete what jobs would have written. */
    static void removePending(EntityManager em, String workspace, Collection<String> jobs) {
        em.createQuery("delete from PendingMemory p where p.workspace = :workspace and p.job in :jobs")
                .setParameter("workspace", workspace)
                .setParameter("jobs", jobs)
                .executeUpdate();
    }

    /** Delete those of some jobs that have ended; one that was reset meanwhile stays. */
    static void removeEnded(EntityManager em, String workspace, Collection<String> ids) {
        em.createQuery("delete from Job j where j.workspace = :workspace and j.id in :ids and j.dueAt = :never")
                .setParameter("workspace", workspace)
                .setParameter("ids", ids)
                .setParameter("never", Millis.NEVER)
                .executeUpdate();
        em.createQuery("delete from PendingMemory p where p.workspace = :workspace and p.job in :ids"
                        + " and not exists (select j.id from Job j where j.workspace = p.workspace and j.id = p.job)")
                .setParameter("workspace", workspace)
                .setParameter("ids", ids)
                .executeUpdate();
    }
}
