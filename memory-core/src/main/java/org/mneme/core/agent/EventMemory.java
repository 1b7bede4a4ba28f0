package org.mneme.core.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.AgentEvent;
import org.mneme.api.MemoryType;
import org.mneme.api.PendingMemory;
import org.mneme.core.ingest.Draft;
import org.mneme.core.ingest.Ingest;

/** Make the memory of an event, so that it is found by searching too. */
final class EventMemory {

    private static final String EVENT_ID = "event_id";

    private EventMemory() {}

    static Ingest of(AgentEvent event) {
        Draft plain = Draft.of(event.scope(), event.summary());
        Draft draft = new Draft(
                event.scope(),
                event.summary(),
                typeOf(event.type()),
                List.of(),
                Map.of(EVENT_ID, event.id(), "event_type", event.type(), "details", event.details()),
                List.of(),
                event.salience(),
                plain.confidence(),
                Optional.of(event.createdAt()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Ingest.Drafts(List.of(draft), event.createdAt());
    }

    /** Tell whether a write that is not stored yet is the memory of an event. */
    static boolean is(PendingMemory pending) {
        return pending.metadata().containsKey(EVENT_ID);
    }

    private static MemoryType typeOf(String eventType) {
        return switch (eventType) {
            case "observation", "failure", "outcome", "tool_result", "file_edit" -> MemoryType.EPISODIC;
            case "task_update" -> MemoryType.PROJECT_STATE;
            default -> MemoryType.ofWord(eventType).orElse(MemoryType.EVENT);
        };
    }
}
