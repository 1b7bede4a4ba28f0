package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.mneme.api.AgentEvent;
import org.mneme.api.Handoff;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.AgentStore;
import org.mneme.spi.storage.JobStore;

final class ElasticsearchAgentStore implements AgentStore {

    static final String EVENT = "event";
    static final String HANDOFF = "handoff";

    /** An event, and the job it causes until that is enqueued. */
    record Row(AgentEvent event, Optional<Job> job) {}

    private final Records records;
    private final JobStore jobs;

    ElasticsearchAgentStore(Records records, JobStore jobs) {
        this.records = records;
        this.jobs = jobs;
    }

    static String id(String kind, Scope scope, String id) {
        return Cluster.id(kind, scope.workspace(), id);
    }

    static ObjectNode source(Row row) {
        AgentEvent event = row.event();
        return placed(EVENT, event.scope(), event.id(), event.createdAt(), row)
                .put("outbox", row.job().isPresent());
    }

    private static ObjectNode placed(String kind, Scope scope, String id, Instant createdAt, Object data) {
        ObjectNode source = Records.record(kind, scope.workspace(), id, data);
        Records.place(source, scope);
        return source.put("created", createdAt.toEpochMilli());
    }

    @Override
    public void record(Scope scope, AgentEvent event, Optional<Job> job) {
        String id = id(EVENT, event.scope(), event.id());
        Optional<Cluster.Doc> created = records.created(id, source(new Row(event, job)));
        if (created.isEmpty()) {
            dispatch(records, jobs, id);
            return;
        }
        job.ifPresent(each -> {
            jobs.enqueue(scope, each, false);
            // if another server has found it meanwhile, that one has done the same
            records.replace(created.get(), source(new Row(event, Optional.empty())));
        });
    }

    /** Enqueue what an event causes, and then forget it there; done twice, it is enqueued once. */
    static void dispatch(Records records, JobStore jobs, String id) {
        records.get(id)
                .map(doc -> Records.data(doc, Row.class))
                .flatMap(Row::job)
                .ifPresent(job -> {
                    jobs.enqueue(job.scope(), job, false);
                    records.change(
                            id,
                            doc -> Optional.of(Records.data(doc, Row.class))
                                    .filter(row -> row.job().isPresent())
                                    .map(row -> source(new Row(row.event(), Optional.empty()))));
                });
    }

    private List<Cluster.Doc> newest(String kind, Scope scope, int limit) {
        records.refresh();
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.term("kind", kind));
        parts.add(Queries.term("ws", scope.workspace()));
        scope.attributes()
                .forEach((attribute, value) -> parts.add(Queries.term(Terms.field(attribute), Terms.of(value))));
        return records.find(Queries.all(parts), List.of(Map.of("created", "desc"), Map.of("id", "desc")), limit);
    }

    @Override
    public List<AgentEvent> events(Scope scope, int limit) {
        return newest(EVENT, scope, limit).stream()
                .map(doc -> Records.data(doc, Row.class).event())
                .toList();
    }

    @Override
    public void handOver(Scope scope, Handoff handoff) {
        records.create(id(HANDOFF, handoff.scope(), handoff.id()), source(handoff));
    }

    static ObjectNode source(Handoff handoff) {
        return placed(HANDOFF, handoff.scope(), handoff.id(), handoff.createdAt(), handoff);
    }

    @Override
    public Optional<Handoff> handoff(Scope scope, String id) {
        return records.get(id(HANDOFF, scope, id))
                .map(doc -> Records.data(doc, Handoff.class))
                .filter(handoff -> scope.covers(handoff.scope()));
    }

    @Override
    public List<Handoff> handoffs(Scope scope, int limit) {
        return newest(HANDOFF, scope, limit).stream()
                .map(doc -> Records.data(doc, Handoff.class))
                .toList();
    }

    @Override
    public Handoff update(Scope scope, Handoff handoff) {
        AtomicReference<Handoff> result = new AtomicReference<>();
        boolean changed = records.change(id(HANDOFF, scope, handoff.id()), doc -> {
            Handoff stored = Records.data(doc, Handoff.class);
            if (!scope.covers(stored.scope())) {
                return Optional.empty();
            }
            if (stored.version() != handoff.version()) {
                throw MemoryException.conflict("version_conflict", "the handoff has changed meanwhile");
            }
            result.set(handoff.withVersion(handoff.version() + 1));
            return Optional.of(source(result.get()));
        });
        if (!changed) {
            throw MemoryException.notFound("handoff", "there is no such handoff");
        }
        return result.get();
    }
}
