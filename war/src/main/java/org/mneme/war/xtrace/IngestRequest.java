package org.mneme.war.xtrace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.ingest.Draft;
import org.mneme.core.ingest.Ingest;
import org.mneme.spi.extractor.Conversation;
import org.mneme.war.json.JsonBody;

/** A conversation a caller sent: read, checked, and where it belongs. */
record IngestRequest(Scope place, List<Conversation.Message> messages, Map<String, Object> metadata) {

    private static final int MAX_MESSAGES = 1_000;
    private static final int MAX_CONTENT = 1_000_000;
    private static final int MAX_ROLE = 64;
    private static final int MAX_DATE = 64;

    static IngestRequest read(JsonBody body, Scope workspace) {
        if (!body.has("messages")) {
            throw body.invalid("messages", "is required and must be an array of messages");
        }
        List<JsonBody> messages = body.objects("messages", MAX_MESSAGES);
        if (messages.isEmpty()) {
            throw MemoryException.invalid("invalid_messages", "messages", "messages must hold at least one message");
        }
        body.requireText("user_id", XtraceScopes.ID);
        body.requireText("conv_id", XtraceScopes.ID);
        body.flag("extract_artifacts");
        List<Conversation.Message> read = new ArrayList<>();
        messages.forEach(message -> read.add(message(message)));
        return new IngestRequest(
                XtraceScopes.place(XtraceScopes.of(workspace, body)), read, new LinkedHashMap<>(body.map("metadata")));
    }

    private static Conversation.Message message(JsonBody message) {
        return new Conversation.Message(
                message.requireText("role", MAX_ROLE), message.requireText("content", MAX_CONTENT), date(message));
    }

    /** A message's date is a time with an offset, or a day. */
    private static Optional<Instant> date(JsonBody message) {
        Optional<String> text = message.text("date", MAX_DATE).filter(date -> !date.isBlank());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.get().length() == 10
                            ? LocalDate.parse(text.get())
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : OffsetDateTime.parse(text.get()).toInstant());
        } catch (DateTimeParseException e) {
            throw message.invalid("date", "must be a day such as 2026-03-14, or a time such as 2026-03-14T15:04:05Z");
        }
    }

    Ingest ingest(Instant acceptedAt) {
        Draft plain = Draft.of(place, "");
        Draft template = new Draft(
                place,
                "",
                plain.type(),
                List.of(),
                metadata,
                List.of(),
                plain.importance(),
                plain.confidence(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Ingest.Messages(messages, template, acceptedAt);
    }
}
