package org.mneme.spi.storage;

import java.util.List;
import java.util.Optional;
import org.mneme.api.AgentEvent;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.Scope;

/** Keep what agents working on a task tell each other. */
public interface AgentStore {

    /** Store an event, and the job it causes in the same step; an event with this id already there stays as it is. */
    void record(Scope scope, AgentEvent event, Optional<Job> job);

    /** Return the newest events the scope means, newest first. */
    List<AgentEvent> events(Scope scope, int limit);

    /** Store a new handoff; one with this id already there stays as it is. */
    void handOver(Scope scope, Handoff handoff);

    /** Return a handoff of the scope. */
    Optional<Handoff> handoff(Scope scope, String id);

    /** Return the handoffs the scope means, newest first. */
    List<Handoff> handoffs(Scope scope, int limit);

    /**
     * Change a handoff; the storage counts its version up.
     *
     * @throws org.mneme.api.MemoryException of kind {@code CONFLICT} if its version is not the one given, {@code NOT_FOUND}
     *     if it is gone
     */
    Handoff update(Scope scope, Handoff handoff);
}
