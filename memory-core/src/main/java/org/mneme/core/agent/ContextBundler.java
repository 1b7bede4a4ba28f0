package org.mneme.core.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mneme.api.AgentEvent;
import org.mneme.api.Filter;
import org.mneme.api.Handoff;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.core.ingest.Overlay;
import org.mneme.core.recall.Profile;
import org.mneme.core.recall.RecallQuery;
import org.mneme.core.recall.RecallService;
import org.mneme.core.recall.Recalled;
import org.mneme.spi.storage.AgentStore;

/**
 * Put together what an agent should know about a task, most binding first, within a number of tokens: the handoff it takes
 * over, decisions and constraints, failures, open handoffs, memories that fit its question, and whatever else was done.
 */
public final class ContextBundler {

    /**
     * Ask for a bundle.
     *
     * @param scope workspace, project and task; user and session where they narrow it
     * @param question what the agent wants to know
     * @param topK how many memories, and how many events, at most
     * @param maxTokens how many tokens the text may have; empty for no bound
     * @param taken the handoff the agent takes over, if it does
     */
    public record Request(
            Scope scope, String question, int topK, Optional<Integer> maxTokens, Optional<Handoff> taken) {}

    private static final int EVENTS_LOOKED_AT = 500;
    private static final int HANDOFFS_LOOKED_AT = 100;

    private final AgentStore agents;
    private final RecallService recall;
    private final Function<Scope, Overlay> overlays;
    private final Clock clock;

    /**
     * Put bundles together from these.
     *
     * @param overlays takes the overlay of a scope
     */
    public ContextBundler(AgentStore agents, RecallService recall, Function<Scope, Overlay> overlays, Clock clock) {
        this.agents = agents;
        this.recall = recall;
        this.overlays = overlays;
        this.clock = clock;
    }

    /** Put a bundle together: everything that was written before this call, stored or not. */
    public ContextBundle bundle(Request request) {
        Overlay overlay = overlays.apply(request.scope());
        List<AgentEvent> events = agents.events(request.scope(), EVENTS_LOOKED_AT).stream()
                .sorted(Comparator.comparingInt(ContextBundler::rank))
                .limit(request.topK())
                .toList();
        List<Handoff> handoffs = agents.handoffs(request.scope(), HANDOFFS_LOOKED_AT).stream()
                .filter(Handoff::open)
                .toList();
        RecallQuery query = new RecallQuery(
                request.question(), overlay.visible(Filter.active()), request.topK(), -1, Profile.BALANCED);
        List<Recalled.Result> memories = recall.recall(request.scope(), query).results();
        // an event is in the list of events from the beginning on
        List<PendingMemory> pending = overlay.pending().stream()
                .filter(write -> !EventMemory.is(write))
                .limit(request.topK())
                .toList();
        return fit(request, events, handoffs, pending, memories);
    }

    /** A stable sort by this keeps the newest first within a rank. */
    private static int rank(AgentEvent event) {
        return switch (event.type()) {
            case "decision", "constraint" -> 0;
            case "failure" -> 1;
            default -> 2;
        };
    }

    private ContextBundle fit(
            Request request,
            List<AgentEvent> events,
            List<Handoff> handoffs,
            List<PendingMemory> pending,
            List<Recalled.Result> memories) {
        Instant now = clock.instant();
        BundleText text = new BundleText(request.maxTokens().orElse(Integer.MAX_VALUE), now);
        request.taken().ifPresent(text::addTaken);
        List<AgentEvent> kept = new java.util.ArrayList<>(events.stream()
                .filter(event -> rank(event) < 2)
                .filter(text::add)
                .toList());
        List<Handoff> keptHandoffs = handoffs.stream().filter(text::add).toList();
        List<PendingMemory> keptPending = pending.stream().filter(text::add).toList();
        List<Recalled.Result> keptMemories =
                memories.stream().filter(memory -> text.add(memory.memory())).toList();
        events.stream().filter(event -> rank(event) == 2).filter(text::add).forEach(kept::add);
        return new ContextBundle(text.text(), kept, keptHandoffs, keptPending, keptMemories, text.tokens());
    }
}
