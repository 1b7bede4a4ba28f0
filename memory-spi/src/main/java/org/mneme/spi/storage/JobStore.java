package org.mneme.spi.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;

/**
 * Keep background jobs, and give each to one worker at a time.
 *
 * <p>A leased job whose lease has ended is due again; every lease counts as an attempt. A worker that has lost its lease
 * cannot change the job: such calls return false.
 */
public interface JobStore {

    /** A job and the lease a worker holds it by. */
    record Leased(Job job, Lease lease) {}

    /**
     * Store a job. If one with its id is there, that one stays, unless it failed and {@code again} is given: then it is
     * due again, with no attempts. A new one's pending memories show in {@link #pending} at once.
     *
     * @return the job as stored, and whether this call made it due
     */
    Enqueued enqueue(Scope scope, Job job, boolean again);

    /** A stored job, and whether the call made it due. */
    record Enqueued(Job job, boolean accepted) {}

    /** Return a job of the scope's workspace, whatever else the scope narrows to. */
    Optional<Job> get(Scope scope, String id);

    /** Tell whether a job exists in a workspace other than the scope's. Says nothing else about it. */
    boolean belongsToAnother(Scope scope, String id);

    /** Return what jobs that have not ended will write in the scope: oldest job first, then by index. */
    List<PendingMemory> pending(Scope scope);

    /** Return workspaces that have a due job of one of the kinds, the longest waiting first. Serves the whole server. */
    List<String> due(Set<String> kinds, Instant now, int limit);

    /** Lease the longest due job of a workspace, counting an attempt; empty if none is due. */
    Optional<Leased> lease(Scope workspace, Set<String> kinds, Instant now, Lease lease);

    /** Keep a lease until a later time; false if it was lost. */
    boolean renew(Leased leased, Instant until, double progress);

    /** Keep what an attempt has worked out, so that the next one need not; false if the lease was lost. */
    boolean checkpoint(Leased leased, Map<String, Object> checkpoint);

    /**
     * End a job with its result; its pending memories, its payload and its checkpoint vanish, for they hold what a caller may
     * delete. False if the lease was lost.
     *
     * @param result names memories by id, and holds nothing of what they say
     */
    boolean succeed(Leased leased, Map<String, Object> result);

    /** Give a job back to be tried again at a time; its attempts count on. False if the lease was lost. */
    boolean retry(Leased leased, Job.Failure failure, Instant notBefore);

    /**
     * End a job that will not be tried again, unless it is reset; its pending memories vanish. Deleting a memory that came
     * from it deletes it too. False if the lease was lost.
     */
    boolean fail(Leased leased, Job.Failure failure);

    /** Return jobs of a state over all workspaces, newest first. Serves the whole server. */
    List<Job> list(Optional<Job.State> state, int limit);

    /** Return how many jobs each state has, over all workspaces. */
    Map<Job.State, Long> counts();

    /** Make a failed job due again, with no attempts; returns whether it was failed. */
    boolean reset(Scope scope, String id);

    /** Delete a job in any state; a worker that has it loses its lease. Returns whether it was there. */
    boolean remove(Scope scope, String id);

    /** Delete the jobs that ended before a time, and return how many. Serves the whole server. */
    int removeEnded(Instant before);
}
