package org.mneme.core.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;

/**
 * Hold a memory before it has an id.
 *
 * @param place the workspace and attributes it will belong to
 * @param content its text; empty in a template
 * @param ttl how long it lives from the time it was accepted; empty for ever
 */
public record Draft(
        Scope place,
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
        Optional<Duration> ttl) {
    public Draft {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(documentDate, "documentDate");
        Objects.requireNonNull(eventDate, "eventDate");
        Objects.requireNonNull(sourceRole, "sourceRole");
        Objects.requireNonNull(ttl, "ttl");
        tags = List.copyOf(tags);
        entities = List.copyOf(entities);
    }

    /** Begin with a place and a text, and the defaults of {@link Memory#builder}. */
    public static Draft of(Scope place, String content) {
        return new Draft(
                place,
                content,
                MemoryType.FACTUAL,
                List.of(),
                Map.of(),
                List.of(),
                0.5,
                0.8,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Return the memory this becomes. */
    Memory memory(String id, Optional<String> job, Instant at) {
        return Memory.builder(id, place, content, at)
                .type(type)
                .tags(tags)
                .metadata(metadata)
                .entities(entities)
                .importance(importance)
                .confidence(confidence)
                .documentDate(documentDate.orElse(null))
                .eventDate(eventDate.orElse(null))
                .sourceRole(sourceRole.orElse(null))
                .sourceJob(job.orElse(null))
                .expiresAt(ttl.map(at::plus).orElse(null))
                .build();
    }
}
