package org.mneme.core.agent;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.api.AgentEvent;
import org.mneme.api.Attribute;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.ingest.IngestService;
import org.mneme.core.job.JobEngine;
import org.mneme.spi.storage.AgentStore;

/** Record what agents do, and pass tasks between them. Safe for several threads. */
public final class AgentService {

    private static final int CONFLICTS_RETRIED = 8;

    private final AgentStore store;
    private final IngestService ingest;
    private final JobEngine jobs;
    private final Clock clock;

    public AgentService(AgentStore store, IngestService ingest, JobEngine jobs, Clock clock) {
        this.store = store;
        this.ingest = ingest;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * Record an event whose memory is made in the background: both durable when this returns, the event visible at once.
     *
     * @param jobId the id of the job that makes the memory
     */
    public void record(AgentEvent event, String jobId) {
        Scope workspace = Scope.of(event.scope().workspace());
        Job job = ingest.job(event.scope(), EventMemory.of(event), jobId);
        store.record(workspace, event, Optional.of(job));
        jobs.wake();
    }

    /** Record an event, and store its memory before this returns. */
    public void recordNow(AgentEvent event) {
        Scope workspace = Scope.of(event.scope().workspace());
        ingest.now(workspace, EventMemory.of(event), event.id());
        store.record(workspace, event, Optional.empty());
    }

    /** Return the newest events the scope means, newest first. */
    public List<AgentEvent> events(Scope scope, int limit) {
        return store.events(scope, limit);
    }

    /** Store a handoff; the same id again changes nothing. */
    public Handoff handOver(Handoff handoff) {
        Scope workspace = Scope.of(handoff.scope().workspace());
        store.handOver(workspace, handoff);
        return handoff(workspace, handoff.id());
    }

    /**
     * Return a handoff of the scope.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if there is none
     */
    public Handoff handoff(Scope scope, String id) {
        return store.handoff(scope, id)
                .orElseThrow(() -> MemoryException.notFound("handoff", "There is no handoff with the id " + id + "."));
    }

    /** Return the handoffs the scope means, newest first. */
    public List<Handoff> handoffs(Scope scope, int limit) {
        return store.handoffs(scope, limit);
    }

    /** A handoff after a session resumed it, and whether that made a fork. */
    public record Resumed(Handoff handoff, boolean forked) {}

    /**
     * Let a session take a handoff over. The first takes it; another forks it; the same again changes nothing.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if there is no such handoff
     */
    public Resumed resume(Scope scope, String id, String session) {
        for (int attempt = 1; ; attempt++) {
            Handoff present = handoff(scope, id);
            boolean takes = present.open() || present.resumedBy().get().equals(session);
            if (!present.open() && (takes || present.forks().contains(session))) {
                return new Resumed(present, !takes);
            }
            try {
                return new Resumed(store.update(scope, resumed(present, session)), !takes);
            } catch (MemoryException e) {
                if (e.kind() != MemoryException.Kind.CONFLICT || attempt == CONFLICTS_RETRIED) {
                    throw e;
                }
            }
        }
    }

    private Handoff resumed(Handoff handoff, String session) {
        List<String> forks = new ArrayList<>(handoff.forks());
        if (!handoff.open()) {
            forks.add(session);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Handoff(
                handoff.id(),
                handoff.scope(),
                handoff.fromAgent(),
                handoff.toAgent(),
                handoff.summary(),
                handoff.context(),
                handoff.resumedBy().or(() -> Optional.of(session)),
                forks,
                handoff.version(),
                handoff.createdAt(),
                now);
    }

    /** Return the scope that agents working on a task share: everything of it but who acted. */
    public static Scope shared(Scope place) {
        return place.without(Attribute.AGENT);
    }
}
