package org.mneme.war.retaindb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.core.ingest.Draft;
import org.mneme.war.json.JsonBody;

/** One memory as {@code POST /v1/memory} and each element of {@code POST /v1/memory/bulk} take it. */
record WriteRequest(
        Place place,
        String content,
        MemoryType type,
        double importance,
        double confidence,
        Map<String, Object> metadata,
        List<String> entities,
        List<String> tags,
        Optional<Instant> documentDate,
        Optional<Instant> eventDate) {

    static WriteRequest of(JsonBody body) {
        return of(body, Place.of(body));
    }

    static WriteRequest of(JsonBody body, Place place) {
        return new WriteRequest(
                place,
                body.requireText("content", Limits.CONTENT),
                Fields.type(body).orElse(MemoryType.FACTUAL),
                body.number("importance", 0, 1).orElse(0.5),
                body.number("confidence", 0, 1).orElse(0.8),
                body.map("metadata"),
                Fields.texts(body, "entity_mentions", Limits.ENTITIES),
                Fields.texts(body, "tags", Limits.TAGS),
                body.time("document_date"),
                body.time("event_date"));
    }

    Draft draft(Scope workspace) {
        return new Draft(
                place.home(workspace),
                content,
                type,
                tags,
                metadata,
                entities,
                importance,
                confidence,
                documentDate,
                eventDate,
                Optional.empty(),
                Optional.empty());
    }
}
