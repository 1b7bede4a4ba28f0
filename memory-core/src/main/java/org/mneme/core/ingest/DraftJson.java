package org.mneme.core.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Attribute;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Extraction;

/** Write what an ingest needs into a job's payload and checkpoint, and read it back: JSON objects of our own making. */
final class DraftJson {

    private DraftJson() {}

    static Map<String, Object> write(Ingest ingest) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("accepted_at", ingest.acceptedAt().toString());
        if (ingest instanceof Ingest.Messages messages) {
            json.put(
                    "messages",
                    messages.messages().stream().map(DraftJson::write).toList());
            json.put("template", write(messages.template()));
            json.put("beside", messages.beside().stream().map(DraftJson::write).toList());
        } else if (ingest instanceof Ingest.Drafts drafts) {
            json.put("drafts", drafts.drafts().stream().map(DraftJson::write).toList());
        }
        return json;
    }

    static Ingest read(String workspace, Map<String, Object> json) {
        Instant acceptedAt = Instant.parse((String) json.get("accepted_at"));
        if (json.containsKey("drafts")) {
            return new Ingest.Drafts(
                    objects(json.get("drafts")).stream()
                            .map(draft -> readDraft(workspace, draft))
                            .toList(),
                    acceptedAt);
        }
        return new Ingest.Messages(
                objects(json.get("messages")).stream()
                        .map(DraftJson::readMessage)
                        .toList(),
                readDraft(workspace, object(json.get("template"))),
                objects(json.get("beside")).stream()
                        .map(draft -> readDraft(workspace, draft))
                        .toList(),
                acceptedAt);
    }

    private static Map<String, Object> write(Conversation.Message message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("role", message.role());
        json.put("content", message.content());
        message.at().ifPresent(at -> json.put("at", at.toString()));
        return json;
    }

    private static Conversation.Message readMessage(Map<String, Object> json) {
        return new Conversation.Message((String) json.get("role"), (String) json.get("content"), instant(json, "at"));
    }

    private static Map<String, Object> write(Draft draft) {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        draft.place().attributes().forEach((attribute, value) -> attributes.put(attribute.name(), value));
        json.put("attributes", attributes);
        json.put("content", draft.content());
        json.put("type", draft.type().word());
        json.put("tags", draft.tags());
        json.put("metadata", draft.metadata());
        json.put("entities", draft.entities());
        json.put("importance", draft.importance());
        json.put("confidence", draft.confidence());
        draft.documentDate().ifPresent(date -> json.put("document_date", date.toString()));
        draft.eventDate().ifPresent(date -> json.put("event_date", date.toString()));
        draft.sourceRole().ifPresent(role -> json.put("role", role));
        draft.ttl().ifPresent(ttl -> json.put("ttl", ttl.toString()));
        return json;
    }

    private static Draft readDraft(String workspace, Map<String, Object> json) {
        EnumMap<Attribute, String> attributes = new EnumMap<>(Attribute.class);
        object(json.get("attributes"))
                .forEach((name, value) -> attributes.put(Attribute.valueOf(name), (String) value));
        return new Draft(
                new Scope(workspace, attributes),
                (String) json.get("content"),
                type(json),
                texts(json.get("tags")),
                object(json.get("metadata")),
                texts(json.get("entities")),
                number(json, "importance"),
                number(json, "confidence"),
                instant(json, "document_date"),
                instant(json, "event_date"),
                Optional.ofNullable((String) json.get("role")),
                Optional.ofNullable((String) json.get("ttl")).map(Duration::parse));
    }

    static Map<String, Object> write(Extraction extraction, long extractMillis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("extractor", extraction.extractor());
        extraction.note().ifPresent(note -> json.put("note", note));
        json.put("extract_ms", extractMillis);
        json.put(
                "statements",
                extraction.statements().stream().map(DraftJson::write).toList());
        return json;
    }

    static Extraction readExtraction(Map<String, Object> json) {
        return new Extraction(
                objects(json.get("statements")).stream()
                        .map(DraftJson::readStatement)
                        .toList(),
                (String) json.get("extractor"),
                Optional.ofNullable((String) json.get("note")));
    }

    private static Map<String, Object> write(Extraction.Statement statement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("content", statement.content());
        json.put("type", statement.type().word());
        json.put("message", statement.message());
        json.put("role", statement.role());
        json.put("entities", statement.entities());
        json.put("importance", statement.importance());
        json.put("confidence", statement.confidence());
        statement.saidAt().ifPresent(at -> json.put("said_at", at.toString()));
        statement.eventDate().ifPresent(at -> json.put("event_date", at.toString()));
        return json;
    }

    private static Extraction.Statement readStatement(Map<String, Object> json) {
        return new Extraction.Statement(
                (String) json.get("content"),
                type(json),
                ((Number) json.get("message")).intValue(),
                (String) json.get("role"),
                texts(json.get("entities")),
                number(json, "importance"),
                number(json, "confidence"),
                instant(json, "said_at"),
                instant(json, "event_date"));
    }

    private static MemoryType type(Map<String, Object> json) {
        return MemoryType.ofWord((String) json.get("type")).orElse(MemoryType.FACTUAL);
    }

    private static double number(Map<String, Object> json, String key) {
        return ((Number) json.get(key)).doubleValue();
    }

    private static Optional<Instant> instant(Map<String, Object> json, String key) {
        return Optional.ofNullable((String) json.get(key)).map(Instant::parse);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Object value) {
        return (List<Map<String, Object>>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Object value) {
        return (List<String>) value;
    }
}
