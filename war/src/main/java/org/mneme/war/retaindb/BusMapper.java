package org.mneme.war.retaindb;

import java.util.List;
import java.util.stream.Stream;
import org.mneme.api.AgentEvent;
import org.mneme.api.Attribute;
import org.mneme.api.Handoff;
import org.mneme.api.MemoryType;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.core.agent.ContextBundle;
import org.mneme.core.recall.Recalled;

/** Say events, handoffs and bundles in the words of the agent memory bus. */
final class BusMapper {

    private BusMapper() {}

    static BusAnswers.Event event(AgentEvent event) {
        Scope place = event.scope();
        return new BusAnswers.Event(
                event.id(),
                event.type(),
                event.summary(),
                event.details(),
                event.salience(),
                MemoryMapper.at(place, Attribute.PROJECT),
                MemoryMapper.at(place, Attribute.TASK),
                MemoryMapper.at(place, Attribute.AGENT),
                MemoryMapper.at(place, Attribute.USER),
                MemoryMapper.at(place, Attribute.SESSION),
                event.createdAt());
    }

    static BusAnswers.Handoff handoff(Handoff handoff) {
        Scope place = handoff.scope();
        return new BusAnswers.Handoff(
                handoff.id(),
                MemoryMapper.at(place, Attribute.PROJECT),
                MemoryMapper.at(place, Attribute.TASK),
                handoff.fromAgent(),
                handoff.toAgent(),
                handoff.summary(),
                handoff.context().orElse(null),
                handoff.open() ? "open" : "resumed",
                MemoryMapper.at(place, Attribute.USER),
                MemoryMapper.at(place, Attribute.SESSION),
                handoff.resumedBy().orElse(null),
                handoff.forks(),
                handoff.createdAt(),
                handoff.updatedAt());
    }

    /** Return what the agents of a handed over task share: what narrows the handoff narrows it. */
    static Scope shared(Handoff handoff) {
        return handoff.scope().without(Attribute.NAMESPACE).without(Attribute.AGENT);
    }

    /** Say a bundle for the agent that asked; writes that are not stored yet come before the stored memories. */
    static BusAnswers.Context context(String task, String agent, String query, ContextBundle bundle) {
        List<BusAnswers.Memory> memories = Stream.concat(
                        bundle.pending().stream().map(BusMapper::memory),
                        bundle.memories().stream().map(BusMapper::memory))
                .toList();
        return new BusAnswers.Context(
                task,
                agent,
                query,
                bundle.text(),
                bundle.events().stream().map(BusMapper::event).toList(),
                bundle.handoffs().stream().map(BusMapper::handoff).toList(),
                memories,
                bundle.tokenEstimate());
    }

    private static BusAnswers.Memory memory(Recalled.Result result) {
        return new BusAnswers.Memory(
                result.memory().id(),
                result.memory().content(),
                result.memory().type().word(),
                MemoryMapper.at(result.memory().scope(), Attribute.AGENT),
                result.score(),
                result.memory().createdAt(),
                null);
    }

    private static BusAnswers.Memory memory(PendingMemory pending) {
        return new BusAnswers.Memory(
                pending.id(),
                pending.content(),
                MemoryType.EVENT.word(),
                MemoryMapper.at(pending.scope(), Attribute.AGENT),
                null,
                pending.createdAt(),
                true);
    }
}
