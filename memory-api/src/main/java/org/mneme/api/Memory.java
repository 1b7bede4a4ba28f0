package org.mneme.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Hold one memory: a text that says one thing, where it belongs, and what is known about it.
 *
 * @param id {@code mem_…}; ids sort by creation time
 * @param scope the workspace and attributes it belongs to
 * @param content the text; never blank
 * @param type what kind of thing it says
 * @param tags each once, in the order given
 * @param metadata a JSON object of the caller's; values are strings, booleans, numbers, nulls, lists and maps
 * @param entities names of people, places and things it mentions
 * @param importance 0 … 1
 * @param confidence 0 … 1
 * @param documentDate when it was said or written, if known
 * @param eventDate when what it tells of happened, if known
 * @param sourceRole who said it: {@code user}, {@code assistant} …, if known
 * @param sourceJob the ingest job it came from, if any
 * @param status whether it still holds
 * @param supersedes ids of the memories it took the place of
 * @param supersededBy the id of the memory that took its place, if any
 * @param version 1 when created, one more with each change of its content
 * @param createdAt when it was first stored, in milliseconds precision
 * @param updatedAt when it last changed
 * @param expiresAt from when on it is invisible; empty for never
 */
public record Memory(
        String id,
        Scope scope,
        String content,
        MemoryType type,
        List<String> tags,
        Map<String, Object> metadata,
        List<String> entities,
        double importance,
        double confidence,
        Optional<Instant> documentDate,
        Optional<Instant> eventDate,
        Optional<String> sourceRole,
        Optional<String> sourceJob,
        Status status,
        List<String> supersedes,
        Optional<String> supersededBy,
        int version,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> expiresAt) {

    /** Whether a memory holds, or is kept as history. */
    public enum Status {
        ACTIVE,
        SUPERSEDED
    }

    public Memory {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        if (Objects.requireNonNull(content, "content").isBlank()) {
            throw new IllegalArgumentException("a memory's content is not blank");
        }
        if (!(importance >= 0 && importance <= 1 && confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("importance and confidence lie in 0 … 1");
        }
        tags = tags.stream().distinct().toList();
        metadata = Json.copyOfObject(metadata);
        entities = entities.stream().distinct().toList();
        supersedes = List.copyOf(supersedes);
    }

    /** Begin a memory with the defaults: factual, active, importance 0.5, confidence 0.8, version 1, permanent. */
    public static MemoryBuilder builder(String id, Scope scope, String content, Instant createdAt) {
        return new MemoryBuilder(id, scope, content, createdAt);
    }

    /** Begin a changed copy of this memory. */
    public MemoryBuilder toBuilder() {
        return new MemoryBuilder(this);
    }

    /** Tell whether this memory is still visible at a moment. */
    public boolean visibleAt(Instant now) {
        return expiresAt.isEmpty() || expiresAt.get().isAfter(now);
    }
}
