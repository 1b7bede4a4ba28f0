package org.mneme.core.job;

import java.util.Map;
import org.mneme.api.Job;

/** Be one attempt at a job. */
public interface JobRun {

    /** Return the job, with what an earlier attempt had worked out as its checkpoint. */
    Job job();

    /** Say how far the attempt is, 0 … 1; seen by readers with the next heartbeat. */
    void progress(double progress);

    /**
     * Keep what was worked out so far, durably, so that a later attempt need not work it out again.
     *
     * @throws LeaseLostException if another worker has taken the job over
     */
    void checkpoint(Map<String, Object> state);

    /**
     * Stop if another worker has taken the job over. Called before each effect.
     *
     * @throws LeaseLostException if one has
     */
    void stillMine();
}
