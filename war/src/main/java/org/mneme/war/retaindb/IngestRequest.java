package org.mneme.war.retaindb;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.core.ingest.Draft;
import org.mneme.core.ingest.Ingest;
import org.mneme.spi.extractor.Conversation;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/memory/ingest/session} takes. */
record IngestRequest(Place place, List<Conversation.Message> messages, List<Event> events, boolean async) {

    /** Something that happened in the session besides what was said. */
    record Event(
            String kind, String summary, Map<String, Object> details, double salience, Optional<Instant> timestamp) {

        static Event of(JsonBody body) {
            return new Event(
                    body.requireText("kind", Limits.WORD),
                    body.requireText("summary", Limits.CONTENT),
                    body.map("details"),
                    body.number("salience", 0, 1).orElse(0.5),
                    body.time("timestamp"));
        }

        Draft draft(Scope home) {
            Draft plain = Draft.of(home, summary);
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("kind", kind);
            metadata.put("details", details);
            return new Draft(
                    home,
                    summary,
                    MemoryType.ofWord(kind).orElse(MemoryType.EVENT),
                    List.of(),
                    metadata,
                    List.of(),
                    salience,
                    plain.confidence(),
                    timestamp,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    static IngestRequest of(JsonBody body) {
        boolean async = Fields.async(body, true);
        List<Conversation.Message> messages = body.objects("messages", Limits.MESSAGES).stream()
                .map(IngestRequest::message)
                .toList();
        List<Event> events =
                body.objects("events", Limits.MESSAGES).stream().map(Event::of).toList();
        if (messages.isEmpty() && events.isEmpty()) {
            throw body.invalid("messages", "is required and must have 1 to " + Limits.MESSAGES + " elements");
        }
        return new IngestRequest(Place.of(body), messages, events, async);
    }

    private static Conversation.Message message(JsonBody body) {
        return new Conversation.Message(
                body.requireText("role", Limits.WORD),
                body.requireText("content", Limits.CONTENT),
                body.time("timestamp"));
    }

    /** Return what is to be done, for a session that has an id by now. */
    Ingest ingest(Scope home, Instant acceptedAt) {
        List<Draft> beside = events.stream().map(event -> event.draft(home)).toList();
        if (messages.isEmpty()) {
            return new Ingest.Drafts(beside, acceptedAt);
        }
        return new Ingest.Messages(messages, Draft.of(home, ""), beside, acceptedAt);
    }
}
