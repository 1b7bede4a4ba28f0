package org.mneme.core.job;

import java.util.Map;

/**
 * Do one kind of job.
 *
 * <p>A handler may be run several times for one job, after a crash even when it had finished: everything it does must have
 * the same effect twice as once. Ids derived from the job's id ({@link org.mneme.api.Ids#derived}) make that so.
 */
public interface JobHandler {

    /** Return the kind of jobs it does. */
    String kind();

    /**
     * Do a job and return its result, a JSON object.
     *
     * @throws org.mneme.api.MemoryException of kind {@code UNAVAILABLE} or {@code THROTTLED} to be tried again later; of
     *     kind {@code INVALID}, {@code TOO_LARGE}, {@code NOT_FOUND} … to fail at once
     */
    Map<String, Object> run(JobRun run);
}
