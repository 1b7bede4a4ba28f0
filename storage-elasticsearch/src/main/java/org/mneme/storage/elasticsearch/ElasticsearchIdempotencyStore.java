package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mneme.api.Scope;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.Lease;

final class ElasticsearchIdempotencyStore implements IdempotencyStore {

    static final String KIND = "answer";
    private static final int TRIES = 1_000;

    /** A key, who holds it, and what was answered; without a body once a memory in it is gone. */
    record Row(
            String workspace,
            String route,
            String key,
            String fingerprint,
            String work,
            Instant since,
            Lease lease,
            Instant keepUntil,
            boolean done,
            int status,
            Optional<String> body,
            List<String> memories) {

        Row leased(Lease to) {
            return new Row(
                    workspace, route, key, fingerprint, work, since, to, keepUntil, done, status, body, memories);
        }

        Row answered(Answer answer) {
            return new Row(
                    workspace,
                    route,
                    key,
                    fingerprint,
                    work,
                    since,
                    lease,
                    keepUntil,
                    true,
                    answer.status(),
                    Optional.of(answer.body()),
                    answer.memories());
        }

        Row withoutBody() {
            return new Row(
                    workspace,
                    route,
                    key,
                    fingerprint,
                    work,
                    since,
                    lease,
                    keepUntil,
                    done,
                    status,
                    Optional.empty(),
                    memories);
        }
    }

    private final Records records;
    private final Memories memories;

    ElasticsearchIdempotencyStore(Records records, Memories memories) {
        this.records = records;
        this.memories = memories;
    }

    static String id(Scope scope, Request request) {
        return Cluster.id("a", scope.workspace(), request.route(), request.key());
    }

    static ObjectNode source(Row row) {
        ObjectNode source = Records.record(KIND, row.workspace(), row.work(), row);
        ArrayNode ids = source.putArray("memories");
        row.memories().forEach(ids::add);
        return source.put("due", row.keepUntil().toEpochMilli());
    }

    static Row row(Cluster.Doc doc) {
        return Records.data(doc, Row.class);
    }

    static Optional<ObjectNode> erased(Cluster.Doc doc) {
        return Optional.of(row(doc)).filter(row -> row.body().isPresent()).map(row -> source(row.withoutBody()));
    }

    @Override
    public Begun begin(Scope scope, Request request, Instant now, Lease lease, Instant keepUntil) {
        String id = id(scope, request);
        for (int i = 0; i < TRIES; i++) {
            Optional<Cluster.Doc> doc = records.get(id);
            Optional<Row> stored = doc.map(ElasticsearchIdempotencyStore::row)
                    .filter(row -> row.keepUntil().isAfter(now));
            if (stored.isPresent()) {
                Row row = stored.get();
                if (!row.fingerprint().equals(request.fingerprint())) {
                    return new Begun.Mismatch();
                }
                if (row.done()) {
                    return new Begun.Done(row.status(), row.body().filter(body -> allThere(row)));
                }
                if (row.lease().until().isAfter(now)) {
                    return new Begun.Running();
                }
            }
            Row next = stored.map(row ->
                            row.leased(new Lease(lease.owner(), row.lease().token() + 1, lease.until())))
                    .orElseGet(() -> first(scope, request, now, lease, keepUntil));
            if (doc.isPresent() ? records.replace(doc.get(), source(next)) : records.create(id, source(next))) {
                return new Begun.First(next.work(), next.since(), next.lease());
            }
        }
        throw Records.contended();
    }

    private static Row first(Scope scope, Request request, Instant now, Lease lease, Instant keepUntil) {
        return new Row(
                scope.workspace(),
                request.route(),
                request.key(),
                request.fingerprint(),
                UUID.randomUUID().toString(),
                now,
                new Lease(lease.owner(), 1, lease.until()),
                keepUntil,
                false,
                0,
                Optional.empty(),
                List.of());
    }

    private boolean allThere(Row row) {
        return memories.existing(row.workspace(), row.memories()).size()
                == row.memories().size();
    }

    private static boolean holds(Cluster.Doc doc, Lease lease) {
        Row row = row(doc);
        return !row.done()
                && row.lease().token() == lease.token()
                && row.lease().owner().equals(lease.owner());
    }

    @Override
    public boolean complete(Scope scope, Request request, Lease lease, Answer answer) {
        String id = id(scope, request);
        boolean held = records.change(
                id,
                doc -> Optional.of(doc)
                        .filter(each -> holds(each, lease))
                        .map(each -> source(row(each).answered(answer))));
        // looked for after it is stored: a deletion that comes later finds the answer itself
        if (held
                && memories.existing(scope.workspace(), answer.memories()).size()
                        < answer.memories().size()) {
            records.change(id, ElasticsearchIdempotencyStore::erased);
        }
        return held;
    }

    @Override
    public void release(Scope scope, Request request, Lease lease) {
        records.remove(id(scope, request), doc -> holds(doc, lease));
    }

    @Override
    public int removeExpired(Instant now) {
        return records.removeAll(Queries.all(
                List.of(Queries.term("kind", KIND), Queries.range("due", Map.of("lte", now.toEpochMilli())))));
    }
}
