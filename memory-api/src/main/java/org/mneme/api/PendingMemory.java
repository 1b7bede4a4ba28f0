package org.mneme.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Show an accepted write before its job has ended.
 *
 * @param job the id of the job
 * @param index its place in the job, from 0
 * @param scope where it belongs
 * @param content the text as it was sent
 * @param metadata what the caller sent along, a JSON object
 * @param createdAt when it was accepted
 */
public record PendingMemory(
        String job, int index, Scope scope, String content, Map<String, Object> metadata, Instant createdAt) {
    public PendingMemory {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(createdAt, "createdAt");
        metadata = Json.copyOfObject(metadata);
    }

    /** Return the id readers see: {@code pending:<job>:<index>}. */
    public String id() {
        return "pending:" + job + ":" + index;
    }
}
