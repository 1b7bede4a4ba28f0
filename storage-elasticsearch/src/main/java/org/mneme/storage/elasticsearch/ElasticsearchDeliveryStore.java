package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mneme.api.Delivery;
import org.mneme.api.Scope;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.Lease;
import org.mneme.storage.elasticsearch.WaitingDeliveries.Bounds;

final class ElasticsearchDeliveryStore implements DeliveryStore {

    static final String KIND = "delivery";

    /** A delivery, who holds it, how often it was leased, and what was tried. */
    record Row(Delivery delivery, Optional<Lease> lease, long token, List<Delivery.Attempt> attempts) {}

    private final Records records;
    private final Memories memories;
    private final Outbox outbox;
    private final WaitingDeliveries waiting;
    private final Clock clock;
    private final Holding holding = new Holding(10_000);

    ElasticsearchDeliveryStore(
            Records records, Memories memories, Outbox outbox, WaitingDeliveries waiting, Clock clock) {
        this.records = records;
        this.memories = memories;
        this.outbox = outbox;
        this.waiting = waiting;
        this.clock = clock;
    }

    static String id(String workspace, String id) {
        return Cluster.id("d", workspace, id);
    }

    static ObjectNode source(Row row) {
        Delivery delivery = row.delivery();
        long due = delivery.state() != Delivery.State.PENDING
                ? ElasticsearchSchema.NEVER
                : Math.max(
                        delivery.notBefore().toEpochMilli(),
                        row.lease().map(lease -> lease.until().toEpochMilli()).orElse(Long.MIN_VALUE));
        ObjectNode source = Records.record(KIND, delivery.workspace(), delivery.id(), row);
        return source.put("state", delivery.state().name())
                .put("webhook", delivery.webhook())
                .put("memory", delivery.memory())
                .put("due", due)
                .put("rank", delivery.notBefore().toEpochMilli())
                .put("created", delivery.createdAt().toEpochMilli())
                .put("updated", delivery.updatedAt().toEpochMilli());
    }

    static Row row(Cluster.Doc doc) {
        return Records.data(doc, Row.class);
    }

    @Override
    public List<Leased> lease(Instant now, Lease lease, int limit, int perWebhook, Set<String> except) {
        outbox.dispatchStored();
        Bounds bounds = new Bounds(now, limit, perWebhook, except);
        return waiting.toLook(bounds) ? leaseFound(bounds, lease) : leaseKnown(bounds, lease);
    }

    /** Lease what this server knows of without a search. */
    private List<Leased> leaseKnown(Bounds bounds, Lease lease) {
        List<Leased> leased = new ArrayList<>();
        List<Cluster.Doc> known = waiting.take(bounds);
        if (!known.isEmpty()) {
            Set<String> enabled = enabled(known);
            lease(
                    known.stream()
                            .filter(doc -> enabled.contains(row(doc).delivery().webhook()))
                            .toList(),
                    lease,
                    new HashMap<>(),
                    leased);
        }
        return leased;
    }

    /** Search for what waits, and lease it. */
    private List<Leased> leaseFound(Bounds bounds, Lease lease) {
        Map<String, Integer> taken = new HashMap<>();
        long begun = waiting.looking();
        outbox.dispatchLeft();
        List<Leased> leased = leaseFound(bounds, lease, taken);
        waiting.looked(begun, bounds, leased.size() >= bounds.limit(), without(Set.of(), taken, bounds.perWebhook()));
        return leased;
    }

    private List<Leased> leaseFound(Bounds bounds, Lease lease, Map<String, Integer> taken) {
        int page = Math.max(20, bounds.limit() * 2);
        Set<String> passed = new HashSet<>(bounds.except());
        List<Leased> leased = new ArrayList<>();
        while (leased.size() < bounds.limit()) {
            records.refresh();
            List<Cluster.Doc> due = records.find(
                    Queries.all(List.of(
                            Queries.term("kind", KIND),
                            Queries.range("due", Map.of("lte", bounds.now().toEpochMilli())),
                            Queries.not(Queries.terms("webhook", without(passed, taken, bounds.perWebhook()))))),
                    List.of(Map.of("rank", "asc"), Map.of("id", "asc")),
                    page);
            List<Cluster.Doc> chosen = chosen(due, bounds.limit() - leased.size(), bounds.perWebhook(), passed, taken);
            boolean all = lease(chosen, lease, taken, leased);
            if (all && due.size() < page) {
                return leased;
            }
        }
        return leased;
    }

    private static Set<String> without(Set<String> passed, Map<String, Integer> taken, int perWebhook) {
        Set<String> without = new HashSet<>(passed);
        taken.forEach((webhook, count) -> {
            if (count >= perWebhook) {
                without.add(webhook);
            }
        });
        return without;
    }

    /** Choose what to lease of what is due, and remove what is left of memories that are gone. */
    private List<Cluster.Doc> chosen(
            List<Cluster.Doc> due, int limit, int perWebhook, Set<String> passed, Map<String, Integer> taken) {
        Map<String, List<String>> memoriesOf = new LinkedHashMap<>();
        due.stream()
                .map(ElasticsearchDeliveryStore::row)
                .map(Row::delivery)
                .forEach(each -> memoriesOf
                        .computeIfAbsent(each.workspace(), workspace -> new ArrayList<>())
                        .add(each.memory()));
        Set<String> enabled = enabled(due);
        Set<String> there = new HashSet<>();
        memoriesOf.forEach(
                (workspace, ids) -> memories.existing(workspace, ids).forEach(id -> there.add(workspace + " " + id)));
        List<Cluster.Doc> chosen = new ArrayList<>();
        for (Cluster.Doc doc : due) {
            Delivery delivery = row(doc).delivery();
            if (!there.contains(delivery.workspace() + " " + delivery.memory())) {
                records.remove(doc);
                continue;
            }
            if (!enabled.contains(delivery.webhook())) {
                passed.add(delivery.webhook());
            }
            boolean room = chosen.size() < limit && taken.getOrDefault(delivery.webhook(), 0) < perWebhook;
            if (room && !passed.contains(delivery.webhook())) {
                chosen.add(doc);
                taken.merge(delivery.webhook(), 1, Integer::sum);
            }
        }
        return chosen;
    }

    /** Return the webhooks of deliveries, as far as deliveries are made to them. */
    private Set<String> enabled(List<Cluster.Doc> docs) {
        return Set.copyOf(ElasticsearchWebhookStore.enabled(
                records,
                docs.stream()
                        .map(Cluster.Doc::source)
                        .map(source -> source.path("ws").asText())
                        .distinct()
                        .toList()));
    }

    /** Lease what was chosen, in one request; returns false if other servers have taken some of it. */
    private boolean lease(List<Cluster.Doc> chosen, Lease lease, Map<String, Integer> taken, List<Leased> leased) {
        List<Leased> granted = new ArrayList<>();
        List<Cluster.Write> writes = new ArrayList<>();
        for (Cluster.Doc doc : chosen) {
            waiting.forget(doc.id());
            Row row = row(doc);
            Lease mine = new Lease(lease.owner(), row.token() + 1, lease.until());
            granted.add(new Leased(row.delivery(), mine));
            writes.add(Cluster.Write.replace(
                    doc, source(new Row(row.delivery(), Optional.of(mine), mine.token(), row.attempts()))));
        }
        List<Optional<Cluster.Doc>> left = records.written(writes);
        for (int i = 0; i < chosen.size(); i++) {
            if (left.get(i).isPresent()) {
                holding.put(left.get(i).get());
                leased.add(granted.get(i));
            } else {
                taken.merge(granted.get(i).delivery().webhook(), -1, Integer::sum);
            }
        }
        return left.stream().allMatch(Optional::isPresent);
    }

    @Override
    public boolean attempted(Leased leased, Delivery.Attempt attempt, Delivery.State state, Instant notBefore) {
        AtomicBoolean held = new AtomicBoolean();
        String id = id(leased.delivery().workspace(), leased.delivery().id());
        Optional<Cluster.Doc> changed = records.change(id, holding.take(id), doc -> {
            Row row = row(doc);
            List<Delivery.Attempt> attempts = new ArrayList<>(row.attempts());
            attempts.add(attempt);
            held.set(row.lease()
                    .filter(lease -> lease.token() == leased.lease().token())
                    .isPresent());
            Delivery before = row.delivery();
            Delivery after = before.moved(
                    held.get() ? state : before.state(),
                    before.attempts() + 1,
                    held.get() ? notBefore : before.notBefore(),
                    clock.instant());
            return Optional.of(
                    source(new Row(after, held.get() ? Optional.empty() : row.lease(), row.token(), attempts)));
        });
        changed.filter(doc -> held.get() && state == Delivery.State.PENDING).ifPresent(waiting::add);
        return changed.isPresent() && held.get();
    }

    @Override
    public List<Logged> list(Scope scope, Query query) {
        return found(scope, query).stream().map(doc -> logged(row(doc))).toList();
    }

    private static Logged logged(Row row) {
        return new Logged(row.delivery(), row.attempts());
    }

    private List<Cluster.Doc> found(Scope scope, Query query) {
        outbox.dispatch(scope.workspace());
        records.refresh();
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.term("kind", KIND));
        parts.add(Queries.term("ws", scope.workspace()));
        query.webhook().ifPresent(id -> parts.add(Queries.term("webhook", id)));
        query.state().ifPresent(state -> parts.add(Queries.term("state", state.name())));
        query.since().ifPresent(since -> parts.add(Queries.range("created", Map.of("gte", since.toEpochMilli()))));
        return there(
                scope.workspace(),
                records.find(
                        Queries.all(parts), List.of(Map.of("created", "desc"), Map.of("id", "desc")), query.limit()));
    }

    /** Leave out what a server that died may have left of memories that are gone. */
    private List<Cluster.Doc> there(String workspace, List<Cluster.Doc> docs) {
        Set<String> there = new HashSet<>(memories.existing(
                workspace,
                docs.stream()
                        .map(doc -> row(doc).delivery().memory())
                        .distinct()
                        .toList()));
        return docs.stream()
                .filter(doc -> there.contains(row(doc).delivery().memory()))
                .toList();
    }

    @Override
    public Optional<Logged> get(Scope scope, String id) {
        return doc(scope, id).map(doc -> logged(row(doc)));
    }

    private Optional<Cluster.Doc> doc(Scope scope, String id) {
        String key = id(scope.workspace(), id);
        Optional<Cluster.Doc> doc = records.get(key);
        if (doc.isEmpty()) {
            outbox.dispatch(scope.workspace());
            doc = records.get(key);
        }
        return there(scope.workspace(), doc.stream().toList()).stream().findFirst();
    }

    @Override
    public int retry(Scope scope, Query query) {
        long retried = found(scope, query).stream()
                .filter(doc -> records.change(doc.id(), this::retried))
                .count();
        waiting.lookAgain();
        return (int) retried;
    }

    private Optional<ObjectNode> retried(Cluster.Doc doc) {
        Row row = row(doc);
        Delivery delivery = row.delivery();
        if (delivery.state() == Delivery.State.PENDING || delivery.body().isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Delivery due = delivery.moved(Delivery.State.PENDING, delivery.attempts(), now, now);
        return Optional.of(source(new Row(due, Optional.empty(), row.token(), row.attempts())));
    }

    @Override
    public boolean retry(Scope scope, String id) {
        Optional<Cluster.Doc> doc =
                doc(scope, id).filter(each -> row(each).delivery().body().isPresent());
        doc.ifPresent(each -> records.change(each.id(), this::retried));
        waiting.lookAgain();
        return doc.isPresent();
    }

    @Override
    public int removeEnded(Instant before) {
        return records.removeAll(Queries.all(List.of(
                Queries.term("kind", KIND),
                Queries.term("due", ElasticsearchSchema.NEVER),
                Queries.range("updated", Map.of("lt", before.toEpochMilli())))));
    }
}
