package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;

final class ElasticsearchJobStore implements JobStore {

    static final String KIND = "job";
    private static final int PAGE = 25;
    /** How often the events of servers that died are looked for. */
    private static final long EVENTS_NANOS = 1_000_000_000L;

    /** A job, who holds it, and how often it was leased. */
    record Row(Job job, Optional<Lease> lease, long token) {}

    private final Records records;
    private final Clock clock;
    private final AtomicLong eventsLookedFor = new AtomicLong(System.nanoTime() - EVENTS_NANOS);
    /** How often this server has made a job due, and up to where its searches see that. */
    private final AtomicLong queued = new AtomicLong();

    private volatile long seen = -1;

    ElasticsearchJobStore(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    static String id(String workspace, String id) {
        return Cluster.id("j", workspace, id);
    }

    private static String id(Leased leased) {
        return id(leased.job().scope().workspace(), leased.job().id());
    }

    static ObjectNode source(Row row) {
        Job job = row.job();
        long due = job.state().ended()
                ? ElasticsearchSchema.NEVER
                : row.lease()
                        .map(lease -> lease.until().toEpochMilli())
                        .orElse(job.notBefore().toEpochMilli());
        return Records.record(KIND, job.scope().workspace(), job.id(), row)
                .put("state", job.state().name())
                .put("work", job.kind())
                .put("due", due)
                .put("rank", job.notBefore().toEpochMilli())
                .put("outbox", !job.state().ended() && !job.pending().isEmpty())
                .put("created", job.createdAt().toEpochMilli())
                .put("updated", job.updatedAt().toEpochMilli());
    }

    static Row row(Cluster.Doc doc) {
        return Records.data(doc, Row.class);
    }

    @Override
    public Enqueued enqueue(Scope scope, Job job, boolean again) {
        String id = id(job.scope().workspace(), job.id());
        if (queued(records.create(id, source(new Row(job, Optional.empty(), 0))))) {
            return new Enqueued(job, true);
        }
        boolean accepted = again && reset(scope, job.id());
        return new Enqueued(get(scope, job.id()).orElse(job), accepted);
    }

    @Override
    public Optional<Job> get(Scope scope, String id) {
        return records.get(id(scope.workspace(), id)).map(doc -> row(doc).job());
    }

    @Override
    public boolean belongsToAnother(Scope scope, String id) {
        records.refresh();
        return !records.find(
                        Queries.all(List.of(
                                Queries.term("kind", KIND),
                                Queries.term("id", id),
                                Queries.not(Queries.term("ws", scope.workspace())))),
                        List.of(Map.of("_doc", "asc")),
                        1)
                .isEmpty();
    }

    @Override
    public List<PendingMemory> pending(Scope scope) {
        records.refresh();
        return records
                .find(
                        Queries.all(List.of(
                                Queries.term("kind", KIND),
                                Queries.term("ws", scope.workspace()),
                                Queries.term("outbox", true))),
                        List.of(Map.of("created", "asc"), Map.of("id", "asc")),
                        10_000)
                .stream()
                .flatMap(doc -> row(doc).job().pending().stream())
                .filter(pending -> scope.covers(pending.scope()))
                .toList();
    }

    private static List<Map<String, Object>> due(Set<String> kinds, Instant now) {
        return List.of(
                Queries.term("kind", KIND),
                Queries.terms("work", kinds),
                Queries.range("due", Map.of("lte", now.toEpochMilli())));
    }

    @Override
    public List<String> due(Set<String> kinds, Instant now, int limit) {
        if (timeForEvents()) {
            dispatchEvents(records, this);
        }
        refresh();
        List<String> workspaces = new ArrayList<>();
        records.aggregate(
                        Queries.all(due(kinds, now)),
                        Map.of(
                                "ws",
                                Map.of(
                                        "terms",
                                        Map.of("field", "ws", "size", limit, "order", Map.of("first", "asc")),
                                        "aggs",
                                        Map.of("first", Map.of("min", Map.of("field", "rank"))))))
                .path("ws")
                .path("buckets")
                .forEach(bucket -> workspaces.add(bucket.path("key").asText()));
        return workspaces;
    }

    private boolean timeForEvents() {
        long last = eventsLookedFor.get();
        long now = System.nanoTime();
        return now - last >= EVENTS_NANOS && eventsLookedFor.compareAndSet(last, now);
    }

    private boolean queued(boolean done) {
        if (done) {
            queued.incrementAndGet();
        }
        return done;
    }

    private void refresh() {
        long until = queued.get();
        records.refresh();
        seen = until;
    }

    /** Enqueue the jobs of agent events whose server died before it had done so. */
    static void dispatchEvents(Records records, JobStore jobs) {
        records.refresh();
        records.find(
                        Queries.all(List.of(
                                Queries.term("kind", ElasticsearchAgentStore.EVENT), Queries.term("outbox", true))),
                        List.of(Map.of("created", "asc")),
                        1_000)
                .forEach(doc -> ElasticsearchAgentStore.dispatch(records, jobs, doc.id()));
    }

    @Override
    public Optional<Leased> lease(Scope workspace, Set<String> kinds, Instant now, Lease lease) {
        List<Map<String, Object>> parts = new ArrayList<>(due(kinds, now));
        parts.add(Queries.term("ws", workspace.workspace()));
        // whoever has just asked what is due sees it
        boolean fresh = seen == queued.get();
        for (boolean again = false; ; again = true) {
            if (again || !fresh) {
                refresh();
            }
            List<Cluster.Doc> found =
                    records.find(Queries.all(parts), List.of(Map.of("rank", "asc"), Map.of("id", "asc")), PAGE);
            if (found.isEmpty() && (again || !fresh)) {
                return Optional.empty();
            }
            for (Cluster.Doc doc : found) {
                Row row = row(doc);
                Lease granted = new Lease(lease.owner(), row.token() + 1, lease.until());
                Job job = row.job()
                        .moved(
                                Job.State.RUNNING,
                                row.job().attempts() + 1,
                                row.job().failure(),
                                row.job().notBefore(),
                                clock.instant());
                if (records.replace(doc, source(new Row(job, Optional.of(granted), granted.token())))) {
                    return Optional.of(new Leased(job, granted));
                }
            }
        }
    }

    private boolean held(Leased leased, UnaryOperator<Row> change) {
        return records.change(
                id(leased),
                doc -> Optional.of(row(doc))
                        .filter(row -> row.job().state() == Job.State.RUNNING
                                && row.token() == leased.lease().token())
                        .map(row -> source(change.apply(row))));
    }

    @Override
    public boolean renew(Leased leased, Instant until, double progress) {
        return held(
                leased,
                row -> new Row(
                        row.job()
                                .worked(
                                        progress,
                                        row.job().checkpoint(),
                                        row.job().result()),
                        Optional.of(new Lease(leased.lease().owner(), row.token(), until)),
                        row.token()));
    }

    @Override
    public boolean checkpoint(Leased leased, Map<String, Object> checkpoint) {
        return held(
                leased,
                row -> new Row(
                        row.job()
                                .worked(
                                        row.job().progress(),
                                        checkpoint,
                                        row.job().result()),
                        row.lease(),
                        row.token()));
    }

    @Override
    public boolean succeed(Leased leased, Map<String, Object> result) {
        return held(leased, row -> {
            Job done = row.job().emptied().worked(1, Map.of(), result);
            return ended(
                    row,
                    done.moved(
                            Job.State.SUCCEEDED, done.attempts(), Optional.empty(), done.notBefore(), clock.instant()));
        });
    }

    @Override
    public boolean retry(Leased leased, Job.Failure failure, Instant notBefore) {
        return queued(held(
                leased,
                row -> ended(
                        row,
                        row.job()
                                .moved(
                                        Job.State.PENDING,
                                        row.job().attempts(),
                                        Optional.of(failure),
                                        notBefore,
                                        clock.instant()))));
    }

    @Override
    public boolean fail(Leased leased, Job.Failure failure) {
        return held(
                leased,
                row -> ended(
                        row,
                        row.job()
                                .moved(
                                        Job.State.FAILED,
                                        row.job().attempts(),
                                        Optional.of(failure),
                                        row.job().notBefore(),
                                        clock.instant())));
    }

    private static Row ended(Row row, Job job) {
        return new Row(job, Optional.empty(), row.token());
    }

    @Override
    public List<Job> list(Optional<Job.State> state, int limit) {
        records.refresh();
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.term("kind", KIND));
        state.ifPresent(wanted -> parts.add(Queries.term("state", wanted.name())));
        return records
                .find(Queries.all(parts), List.of(Map.of("created", "desc"), Map.of("id", "desc")), limit)
                .stream()
                .map(doc -> row(doc).job())
                .toList();
    }

    @Override
    public Map<Job.State, Long> counts() {
        records.refresh();
        Map<Job.State, Long> counts = new EnumMap<>(Job.State.class);
        records.aggregate(Queries.term("kind", KIND), Map.of("states", Map.of("terms", Map.of("field", "state"))))
                .path("states")
                .path("buckets")
                .forEach(bucket -> counts.put(
                        Job.State.valueOf(bucket.path("key").asText()),
                        bucket.path("doc_count").longValue()));
        return counts;
    }

    @Override
    public boolean reset(Scope scope, String id) {
        return queued(records.change(
                id(scope.workspace(), id),
                doc -> Optional.of(row(doc))
                        .filter(row -> row.job().state() == Job.State.FAILED)
                        .map(row -> source(ended(row, again(row.job()))))));
    }

    private Job again(Job job) {
        Instant now = clock.instant();
        return job.moved(Job.State.PENDING, 0, Optional.empty(), now, now);
    }

    @Override
    public boolean remove(Scope scope, String id) {
        return records.remove(id(scope.workspace(), id), doc -> true);
    }

    @Override
    public int removeEnded(Instant before) {
        return records.removeAll(Queries.all(List.of(
                Queries.term("kind", KIND),
                Queries.term("due", ElasticsearchSchema.NEVER),
                Queries.range("updated", Map.of("lt", before.toEpochMilli())))));
    }
}
