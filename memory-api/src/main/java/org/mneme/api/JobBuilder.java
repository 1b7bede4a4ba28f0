package org.mneme.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Build a changed copy of a {@link Job}; a null failure means that there is none. Not safe for several threads. */
public final class JobBuilder {

    private final Job job;
    private Map<String, Object> payload;
    private List<PendingMemory> pending;
    private Job.State state;
    private int attempts;
    private double progress;
    private Map<String, Object> checkpoint;
    private Map<String, Object> result;
    private Job.Failure failure;
    private Instant updatedAt;
    private Instant notBefore;

    JobBuilder(Job job) {
        this.job = job;
        this.payload = job.payload();
        this.pending = job.pending();
        this.state = job.state();
        this.attempts = job.attempts();
        this.progress = job.progress();
        this.checkpoint = job.checkpoint();
        this.result = job.result();
        this.failure = job.failure().orElse(null);
        this.updatedAt = job.updatedAt();
        this.notBefore = job.notBefore();
    }

    /** Set {@link Job#payload()}. */
    public JobBuilder payload(Map<String, Object> value) {
        this.payload = value;
        return this;
    }

    /** Set {@link Job#pending()}. */
    public JobBuilder pending(List<PendingMemory> value) {
        this.pending = value;
        return this;
    }

    /** Set {@link Job#state()}. */
    public JobBuilder state(Job.State value) {
        this.state = value;
        return this;
    }

    /** Set {@link Job#attempts()}. */
    public JobBuilder attempts(int value) {
        this.attempts = value;
        return this;
    }

    /** Set {@link Job#progress()}. */
    public JobBuilder progress(double value) {
        this.progress = value;
        return this;
    }

    /** Set {@link Job#checkpoint()}. */
    public JobBuilder checkpoint(Map<String, Object> value) {
        this.checkpoint = value;
        return this;
    }

    /** Set {@link Job#result()}. */
    public JobBuilder result(Map<String, Object> value) {
        this.result = value;
        return this;
    }

    /** Set {@link Job#failure()}. */
    public JobBuilder failure(Job.Failure value) {
        this.failure = value;
        return this;
    }

    /** Set {@link Job#updatedAt()}. */
    public JobBuilder updatedAt(Instant value) {
        this.updatedAt = value;
        return this;
    }

    /** Set {@link Job#notBefore()}. */
    public JobBuilder notBefore(Instant value) {
        this.notBefore = value;
        return this;
    }

    /** Return the job; what it is, where it belongs and when it was accepted are the same. */
    public Job build() {
        return new Job(
                job.id(),
                job.scope(),
                job.kind(),
                payload,
                pending,
                state,
                attempts,
                progress,
                checkpoint,
                result,
                Optional.ofNullable(failure),
                job.createdAt(),
                updatedAt,
                notBefore);
    }
}
