package org.mneme.tck.storage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mneme.api.AgentEvent;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.AgentStore;

final class ReferenceAgentStore implements AgentStore {

    private final State state;
    private final ReferenceJobStore jobs;

    ReferenceAgentStore(State state, ReferenceJobStore jobs) {
        this.state = state;
        this.jobs = jobs;
    }

    @Override
    public void record(Scope scope, AgentEvent event, Optional<Job> job) {
        synchronized (state) {
            State.Key key = new State.Key(scope.workspace(), event.id());
            if (state.has(Fault.REPEATED_EVENT_OVERWRITES)) {
                state.events.put(key, event);
            }
            state.events.putIfAbsent(key, event);
            job.ifPresent(each -> jobs.enqueue(scope, each, false));
        }
    }

    @Override
    public List<AgentEvent> events(Scope scope, int limit) {
        Scope meant = state.has(Fault.EVENTS_OF_ALL_TASKS) ? Scope.of(scope.workspace()) : scope;
        synchronized (state) {
            return state.events.values().stream()
                    .filter(event -> meant.covers(event.scope()))
                    .sorted(Comparator.comparing(AgentEvent::createdAt)
                            .thenComparing(AgentEvent::id)
                            .reversed())
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public void handOver(Scope scope, Handoff handoff) {
        synchronized (state) {
            State.Key key = new State.Key(scope.workspace(), handoff.id());
            if (state.has(Fault.REPEATED_HANDOFF_OVERWRITES)) {
                state.handoffs.put(key, handoff);
            }
            state.handoffs.putIfAbsent(key, handoff);
        }
    }

    @Override
    public Optional<Handoff> handoff(Scope scope, String id) {
        synchronized (state) {
            return Optional.ofNullable(state.handoffs.get(new State.Key(scope.workspace(), id)))
                    .filter(handoff -> scope.covers(handoff.scope()));
        }
    }

    @Override
    public List<Handoff> handoffs(Scope scope, int limit) {
        synchronized (state) {
            return state.handoffs.values().stream()
                    .filter(handoff -> scope.covers(handoff.scope()))
                    .sorted(Comparator.comparing(Handoff::createdAt)
                            .thenComparing(Handoff::id)
                            .reversed())
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Handoff update(Scope scope, Handoff handoff) {
        synchronized (state) {
            Handoff stored = handoff(scope, handoff.id())
                    .orElseThrow(() -> MemoryException.notFound("handoff", "there is no such handoff"));
            if (stored.version() != handoff.version() && !state.has(Fault.LAST_HANDOFF_WINS)) {
                throw MemoryException.conflict("version_conflict", "the handoff has changed");
            }
            Handoff changed = handoff.withVersion(stored.version() + 1);
            state.handoffs.put(new State.Key(scope.workspace(), handoff.id()), changed);
            return changed;
        }
    }
}
