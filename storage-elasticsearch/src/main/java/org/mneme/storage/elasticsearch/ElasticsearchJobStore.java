package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;

final class ElasticsearchJobStore implements JobStore {

    static final String KIND = "job";
    private static final int PAGE = 100;
    private static final int SMALL = 8_000;
    /** How often the events of servers that died are looked for. */
    private static final long EVENTS_NANOS = 1_000_000_000L;

    /** A job, who holds it, and how often it was leased. */
    record Row(Job job, Optional<Lease> lease, long token) {}

    private final Records records;
    private final Clock clock;
    private final AtomicLong eventsLookedFor = new AtomicLong(System.nanoTime() - EVENTS_NANOS);
    private final Agenda agenda;
    private final DueJobs known = new DueJobs();
    /** Jobs that were stored here last, unless they are large. */
    private final Holding stored = new Holding(1_000);

    private final Holding holding = new Holding(10_000);

    ElasticsearchJobStore(Records records, Agenda agenda, Clock clock) {
        this.records = records;
        this.agenda = agenda;
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
        Cluster.Write write = Cluster.Write.create(Records.key(id), source(new Row(job, Optional.empty(), 0)));
        Optional<Cluster.Doc> created = agenda.create(job, write);
        if (created.isPresent()) {
            created.filter(ElasticsearchJobStore::isSmall).ifPresent(stored::put);
            due(job);
            return new Enqueued(job, true);
        }
        boolean accepted = again && reset(scope, job.id());
        Job there = get(scope, job.id()).orElse(job);
        if (!there.state().ended() && !there.pending().equals(job.pending())) {
            // who stored it may have died before it was listed
            agenda.list(there.scope().workspace(), List.of(there));
        }
        return new Enqueued(there, accepted);
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

    private static boolean isSmall(Cluster.Doc doc) {
        return doc.source().path("data").path("json").textValue().length() <= SMALL;
    }

    /** Remember that this server made a job due. */
    private void due(Job job) {
        long from = job.notBefore().toEpochMilli();
        String workspace = job.scope().workspace();
        known.add(List.of(new DueJobs.Known(id(workspace, job.id()), workspace, job.kind(), from, from)));
    }

    @Override
    public List<PendingMemory> pending(Scope scope) {
        Agenda.Look look = agenda.look(scope.workspace());
        return (look.others() ? searched(scope, look) : listed(scope, look))
                .stream()
                        .flatMap(job -> job.pending().stream())
                        .filter(pending -> scope.covers(pending.scope()))
                        .toList();
    }

    /** Read the jobs that are listed, as they are now. */
    private List<Job> listed(Scope scope, Agenda.Look look) {
        return agenda.open(scope, look).stream()
                .map(doc -> row(doc).job())
                .sorted(Comparator.comparing(Job::createdAt).thenComparing(Job::id))
                .toList();
    }

    /** Search for the jobs that are open, because there are too many to list, or nobody has listed them yet. */
    private List<Job> searched(Scope scope, Agenda.Look look) {
        List<Job> open = agenda.search(scope.workspace(), 10_000);
        agenda.relist(scope.workspace(), look, open);
        return open;
    }

    private static List<Map<String, Object>> due(Set<String> kinds, Instant now) {
        return List.of(
                Queries.term("kind", KIND),
                Queries.terms("work", kinds),
                Queries.range("due", Map.of("lte", now.toEpochMilli())));
    }

    @Override
    public List<String> due(Set<String> kinds, Instant now, int limit) {
        if (!known.looked(kinds, now, limit)) {
            look(kinds, now, limit);
            if (timeForEvents()) {
                dispatchEvents(records, this);
            }
        }
        return known.workspaces(kinds, now, limit);
    }

    /** Ask the cluster which workspaces have due jobs. */
    private void look(Set<String> kinds, Instant now, int limit) {
        long begun = System.nanoTime();
        records.refresh();
        List<DueJobs.Found> found = new ArrayList<>();
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
                .forEach(bucket -> found.add(new DueJobs.Found(
                        bucket.path("key").asText(),
                        bucket.path("doc_count").longValue(),
                        bucket.path("first").path("value").longValue())));
        known.looked(kinds, now, limit, found, System.nanoTime() - begun);
    }

    private boolean timeForEvents() {
        long last = eventsLookedFor.get();
        long now = System.nanoTime();
        return now - last >= EVENTS_NANOS && eventsLookedFor.compareAndSet(last, now);
    }

    /** Enqueue the jobs of agent events whose server died before it had done so, as far as the last refresh shows them. */
    static void dispatchEvents(Records records, JobStore jobs) {
        records.find(
                        Queries.all(List.of(
                                Queries.term("kind", ElasticsearchAgentStore.EVENT), Queries.term("outbox", true))),
                        List.of(Map.of("created", "asc")),
                        1_000)
                .forEach(doc -> ElasticsearchAgentStore.dispatch(records, jobs, doc.id()));
    }

    @Override
    public Optional<Leased> lease(Scope workspace, Set<String> kinds, Instant now, Lease lease) {
        boolean refreshed = false;
        while (true) {
            Optional<DueJobs.Known> next = known.take(workspace.workspace(), kinds, now);
            if (next.isEmpty()) {
                // whoever has just looked for what is due sees it
                boolean looked = known.read(workspace.workspace(), kinds, now) && !refreshed;
                List<DueJobs.Known> found = found(workspace, kinds, now, !looked);
                if (found.isEmpty() && !looked) {
                    return Optional.empty();
                }
                refreshed = true;
                known.add(found);
                continue;
            }
            String id = next.get().id();
            Optional<Leased> leased = stored.take(id)
                    .flatMap(doc -> lease(doc, lease))
                    .or(() -> records.get(id)
                            .filter(doc -> doc.source().path("due").longValue() <= now.toEpochMilli())
                            .flatMap(doc -> lease(doc, lease)));
            if (leased.isPresent()) {
                return leased;
            }
        }
    }

    private List<DueJobs.Known> found(Scope workspace, Set<String> kinds, Instant now, boolean refresh) {
        if (refresh) {
            records.refresh();
        }
        List<Map<String, Object>> parts = new ArrayList<>(due(kinds, now));
        parts.add(Queries.term("ws", workspace.workspace()));
        return records
                .find(
                        Queries.all(parts),
                        List.of(Map.of("rank", "asc"), Map.of("id", "asc")),
                        PAGE,
                        List.of("ws", "work", "due", "rank"))
                .stream()
                .map(DueJobs.Known::of)
                .toList();
    }

    private Optional<Leased> lease(Cluster.Doc doc, Lease lease) {
        Row row = row(doc);
        Lease granted = new Lease(lease.owner(), row.token() + 1, lease.until());
        Job job = row.job()
                .moved(
                        Job.State.RUNNING,
                        row.job().attempts() + 1,
                        row.job().failure(),
                        row.job().notBefore(),
                        clock.instant());
        return records.replaced(doc, source(new Row(job, Optional.of(granted), granted.token())))
                .map(left -> {
                    holding.put(left);
                    return new Leased(job, granted);
                });
    }

    /** Change a job that is held; this server probably knows the state it is in. */
    private boolean held(Leased leased, UnaryOperator<Row> change) {
        String id = id(leased);
        Optional<Cluster.Doc> left = records.change(
                id,
                holding.take(id),
                doc -> Optional.of(row(doc))
                        .filter(row -> row.job().state() == Job.State.RUNNING
                                && row.token() == leased.lease().token())
                        .map(row -> source(change.apply(row))));
        left.filter(doc -> row(doc).lease().isPresent()).ifPresent(holding::put);
        return left.isPresent();
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
        AtomicReference<Job> waiting = new AtomicReference<>();
        boolean held = held(leased, row -> {
            waiting.set(row.job()
                    .moved(Job.State.PENDING, row.job().attempts(), Optional.of(failure), notBefore, clock.instant()));
            return ended(row, waiting.get());
        });
        if (held) {
            due(waiting.get());
        }
        return held;
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
        Optional<Job> reset = records.change(
                        id(scope.workspace(), id),
                        Optional.empty(),
                        doc -> Optional.of(row(doc))
                                .filter(row -> row.job().state() == Job.State.FAILED)
                                .map(row -> source(ended(row, again(row.job())))))
                .map(doc -> row(doc).job());
        reset.ifPresent(job -> {
            // it is open again only now: listed before, it could be taken off the list
            agenda.list(scope.workspace(), List.of(job));
            due(job);
        });
        return reset.isPresent();
    }

    private Job again(Job job) {
        Instant now = clock.instant();
        return job.moved(Job.State.PENDING, 0, Optional.empty(), now, now);
    }

    @Override
    public boolean remove(Scope scope, String id) {
        String key = id(scope.workspace(), id);
        boolean removed = records.remove(key, doc -> true);
        holding.take(key);
        stored.take(key);
        known.forget(scope.workspace(), key);
        return removed;
    }

    @Override
    public int removeEnded(Instant before) {
        return records.removeAll(Queries.all(List.of(
                Queries.term("kind", KIND),
                Queries.term("due", ElasticsearchSchema.NEVER),
                Queries.range("updated", Map.of("lt", before.toEpochMilli())))));
    }
}
