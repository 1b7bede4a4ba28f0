package org.mneme.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Describe a piece of background work that was accepted and will be done.
 *
 * @param id {@code job_} and 32 hex digits
 * @param scope where its work belongs
 * @param kind what is to be done, such as {@code ingest}
 * @param payload what it needs, a JSON object
 * @param pending what readers see until it has ended, in order
 * @param state where it stands
 * @param attempts how often it was begun
 * @param progress 0 … 1
 * @param checkpoint what an earlier attempt had worked out, a JSON object; empty if nothing
 * @param result what came of it, a JSON object; empty until it has succeeded
 * @param failure why it ended, or why the last attempt did; empty if nothing went wrong
 * @param createdAt when it was accepted
 * @param updatedAt when it last changed its state
 * @param notBefore the earliest time of the next attempt
 */
public record Job(
        String id,
        Scope scope,
        String kind,
        Map<String, Object> payload,
        List<PendingMemory> pending,
        State state,
        int attempts,
        double progress,
        Map<String, Object> checkpoint,
        Map<String, Object> result,
        Optional<Failure> failure,
        Instant createdAt,
        Instant updatedAt,
        Instant notBefore) {

    /** Where a job stands. */
    public enum State {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED;

        /** Tell whether nothing more will happen. */
        public boolean ended() {
            return this == SUCCEEDED || this == FAILED;
        }
    }

    /** Say why an attempt failed: the code of a {@link MemoryException} and a sentence for the caller. */
    public record Failure(String code, String message) {
        public Failure {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }

    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(notBefore, "notBefore");
        payload = Json.copyOfObject(payload);
        checkpoint = Json.copyOfObject(checkpoint);
        result = Json.copyOfObject(result);
        pending = List.copyOf(pending);
    }

    /** Make a job that nobody has begun. */
    public static Job accepted(
            String id,
            Scope scope,
            String kind,
            Map<String, Object> payload,
            List<PendingMemory> pending,
            Instant now) {
        return new Job(
                id,
                scope,
                kind,
                payload,
                pending,
                State.PENDING,
                0,
                0,
                Map.of(),
                Map.of(),
                Optional.empty(),
                now,
                now,
                now);
    }

    /** Begin a changed copy of this job. */
    public JobBuilder toBuilder() {
        return new JobBuilder(this);
    }

    /**
     * Return this job in another state.
     *
     * @param attempts how often it was begun by then
     * @param failure why the last attempt ended; empty if nothing went wrong
     * @param notBefore the earliest time of the next attempt
     * @param now when it changed its state
     */
    public Job moved(State to, int attempts, Optional<Failure> failure, Instant notBefore, Instant now) {
        return toBuilder()
                .state(to)
                .attempts(attempts)
                .failure(failure.orElse(null))
                .notBefore(notBefore)
                .updatedAt(now)
                .build();
    }

    /** Return this job with what has come of it so far; its state stays. */
    public Job worked(double progress, Map<String, Object> checkpoint, Map<String, Object> result) {
        return toBuilder()
                .progress(progress)
                .checkpoint(checkpoint)
                .result(result)
                .build();
    }

    /** Return this job without what it was given and what it would have written. */
    public Job emptied() {
        return toBuilder().payload(Map.of()).pending(List.of()).build();
    }
}
