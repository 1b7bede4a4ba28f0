package org.mneme.core.agent;

import java.util.List;
import org.mneme.api.AgentEvent;
import org.mneme.api.Handoff;
import org.mneme.api.PendingMemory;
import org.mneme.core.recall.Recalled;

/**
 * Hold what an agent should know before it goes on with a task.
 *
 * @param text all of it as text for a prompt, recalled text fenced as data
 * @param events what other agents and this one did: decisions and constraints first, then failures, then the rest, newest first
 * @param handoffs the open handoffs, newest first
 * @param pending writes that were accepted and are not stored yet, oldest first; events among them are in {@code events}
 * @param memories the memories that fit the question, best first
 * @param tokenEstimate about how many tokens the text has
 */
public record ContextBundle(
        String text,
        List<AgentEvent> events,
        List<Handoff> handoffs,
        List<PendingMemory> pending,
        List<Recalled.Result> memories,
        int tokenEstimate) {
    public ContextBundle {
        events = List.copyOf(events);
        handoffs = List.copyOf(handoffs);
        pending = List.copyOf(pending);
        memories = List.copyOf(memories);
    }
}
