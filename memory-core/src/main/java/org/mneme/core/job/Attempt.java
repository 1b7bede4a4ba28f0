package org.mneme.core.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Run a job once, and say how it ended. */
final class Attempt implements JobRun {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final JobStore store;
    private final JobStore.Leased leased;
    private final JobOptions options;
    private final Clock clock;
    private volatile double progress;
    private volatile boolean lost;

    Attempt(JobStore store, JobStore.Leased leased, JobOptions options, Clock clock) {
        this.store = store;
        this.leased = leased;
        this.options = options;
        this.clock = clock;
        this.progress = leased.job().progress();
    }

    void run(JobHandler handler) {
        try {
            if (leased.job().attempts() > options.maxAttempts()) {
                // its workers died without a word, time and again
                store.fail(leased, poisonous());
                return;
            }
            Map<String, Object> result = handler.run(this);
            stillMine();
            store.succeed(leased, result);
        } catch (LeaseLostException e) {
            LOG.info("{}", e.getMessage());
        } catch (MemoryException e) {
            end(e);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Job {} met a defect in attempt {}", job().id(), job().attempts(), e);
            end(MemoryException.defect("The job met a fault of the server.", e));
        }
    }

    private Job.Failure poisonous() {
        Job.Failure unknown = new Job.Failure("internal_error", "Every worker that began this job died.");
        return job().failure().orElse(unknown);
    }

    private void end(MemoryException cause) {
        Job.Failure failure = new Job.Failure(cause.code(), cause.getMessage());
        try {
            if (!worthAnother(cause) || job().attempts() >= options.maxAttempts()) {
                store.fail(leased, failure);
                return;
            }
            Duration backoff = options.backoffAfter(job().attempts());
            Duration asked = cause.retryAfter().orElse(Duration.ZERO);
            Duration pause =
                    asked.compareTo(backoff) > 0 && asked.compareTo(Duration.ofMinutes(1)) <= 0 ? asked : backoff;
            store.retry(leased, failure, clock.instant().plus(pause));
        } catch (MemoryException e) {
            // the store is away: the lease ends by itself and the job is begun again
            LOG.warn("Job {} could not be put down: {}", job().id(), e.toString());
        }
    }

    private static boolean worthAnother(MemoryException cause) {
        return switch (cause.kind()) {
            case UNAVAILABLE, THROTTLED, OUTCOME_UNKNOWN, CONFLICT, DEFECT -> true;
            case INVALID, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_LARGE -> false;
        };
    }

    void renew() {
        Instant until = clock.instant().plus(options.lease());
        try {
            lost = lost || !store.renew(leased, until, progress);
        } catch (MemoryException e) {
            // the store is away for a moment; if for longer than the lease, the next renewal learns that it was lost
            LOG.warn("The lease of job {} could not be renewed: {}", job().id(), e.toString());
        }
    }

    @Override
    public Job job() {
        return leased.job();
    }

    @Override
    public void progress(double value) {
        progress = Math.max(0, Math.min(1, value));
    }

    @Override
    public void checkpoint(Map<String, Object> state) {
        lost = lost || !store.checkpoint(leased, state);
        stillMine();
    }

    @Override
    public void stillMine() {
        if (lost) {
            throw new LeaseLostException(job().id());
        }
    }
}
