package org.mneme.core.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Webhook;

/** Write the JSON text of an event as the retainr documents show it. Written once: this text is stored, signed and sent. */
public final class EventBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventBody() {}

    /** Write {@code memory.created}. */
    public static String created(Webhook webhook, Memory memory, Instant firedAt) {
        return text(event(Webhook.Event.MEMORY_CREATED.word(), webhook, memory, firedAt));
    }

    /** Write {@code memory.watch} with how near the memory is. */
    public static String watched(Webhook webhook, Memory memory, Instant firedAt, double score) {
        ObjectNode event = event(Webhook.Event.MEMORY_WATCH.word(), webhook, memory, firedAt);
        ObjectNode match = event.putObject("match");
        match.put("score", score);
        match.put("watch_query", webhook.watch().orElseThrow().query());
        return text(event);
    }

    private static ObjectNode event(String word, Webhook webhook, Memory memory, Instant firedAt) {
        ObjectNode event = JSON.createObjectNode();
        event.put("event", word);
        event.put("webhook_id", webhook.id());
        event.put("workspace_id", webhook.workspace());
        event.put("fired_at", firedAt.toString());
        ObjectNode told = event.putObject("memory");
        told.put("id", memory.id());
        told.put("content", memory.content());
        told.put("namespace", memory.scope().get(Attribute.NAMESPACE).orElse(null));
        told.put("created_at", memory.createdAt().toString());
        told.set("metadata", JSON.valueToTree(memory.metadata()));
        return event;
    }

    private static String text(ObjectNode event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw MemoryException.defect("an event could not be written", e);
        }
    }
}
