package org.mneme.storage.elasticsearch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.mneme.api.Delivery;

/**
 * Make records of the deliveries that memories have caused.
 *
 * <p>A delivery is stored in the document of its memory, in one step with it. Before deliveries are looked at, each becomes a
 * record under its own id, and only then leaves the memory's document; done twice, or by two servers, it is made once. A server
 * knows what it has stored itself, and searches now and then for what others have left.
 */
final class Outbox {

    private static final int PAGE = 500;
    /** How often it is looked for what others have left: each look makes a segment of what was written since the last. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** When it was looked, by the machine's time and by the clock. */
    private record Looked(long at, Instant now) {}

    private final Memories memories;
    private final Records records;
    private final WaitingDeliveries waiting;
    private final AtomicReference<Looked> looked = new AtomicReference<>(new Looked(0, Instant.MIN));

    Outbox(Memories memories, Records records, WaitingDeliveries waiting) {
        this.memories = memories;
        this.records = records;
        this.waiting = waiting;
    }

    /** Dispatch what this server has stored and remembers. */
    void dispatchStored() {
        dispatchStored(Optional.empty());
        if (memories.undispatched().hasMore()) {
            waiting.lookAgain();
        }
    }

    private void dispatchStored(Optional<String> workspace) {
        for (List<Cluster.Doc> page = memories.undispatched().take(workspace); !page.isEmpty(); ) {
            page = dispatch(page);
        }
    }

    /** Dispatch all that waits in a workspace, whoever has stored it. */
    void dispatch(String workspace) {
        dispatchStored(Optional.of(workspace));
        dispatchFound(Optional.of(workspace));
    }

    /** Dispatch what others have left, if it was not looked for just now. */
    void dispatchLeft() {
        Looked last = looked.get();
        Looked now = new Looked(System.nanoTime(), memories.clock().instant());
        boolean lately = now.at() - last.at() < LOOK.toNanos()
                && !now.now().isBefore(last.now())
                && now.now().isBefore(last.now().plus(LOOK));
        boolean more = memories.undispatched().takeMore();
        if ((!lately || more) && looked.compareAndSet(last, now)) {
            dispatchFound(Optional.empty());
        }
    }

    private void dispatchFound(Optional<String> workspace) {
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.term("outbox", true));
        workspace.ifPresent(id -> parts.add(Queries.term("ws", id)));
        while (true) {
            workspace.ifPresentOrElse(memories::fresh, memories.refreshes()::all);
            List<Cluster.Doc> page = memories.find(
                    workspace, Queries.all(parts), List.of(Map.of("created", "asc")), PAGE, Stored.ALL_FIELDS);
            if (page.isEmpty() || dispatch(page).isEmpty() && page.size() < PAGE) {
                return;
            }
        }
    }

    /** Dispatch what waits in memories; returns those that have changed meanwhile, as they are now, and still have something. */
    private List<Cluster.Doc> dispatch(List<Cluster.Doc> page) {
        List<Cluster.Write> records = new ArrayList<>();
        List<Cluster.Write> without = new ArrayList<>();
        Map<String, Integer> place = new HashMap<>();
        for (Cluster.Doc doc : page) {
            Stored stored = Stored.read(doc);
            for (Delivery delivery : stored.outbox()) {
                place.put(id(delivery), records.size());
                records.add(Cluster.Write.create(
                        Records.key(id(delivery)),
                        ElasticsearchDeliveryStore.source(
                                new ElasticsearchDeliveryStore.Row(delivery, Optional.empty(), 0, List.of()))));
            }
            without.add(Cluster.Write.replace(doc, stored.withoutOutbox().source()));
        }
        List<Optional<Cluster.Doc>> made = this.records.written(records);
        List<Boolean> cleared = memories.write(without);
        List<Cluster.Doc> changed = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            Stored stored = Stored.read(page.get(i));
            if (cleared.get(i)) {
                stored.outbox()
                        .forEach(delivery ->
                                made.get(place.get(id(delivery))).ifPresentOrElse(waiting::add, waiting::lookAgain));
            } else {
                changed(page.get(i).routing(), stored).ifPresent(changed::add);
            }
        }
        return changed;
    }

    private static String id(Delivery delivery) {
        return ElasticsearchDeliveryStore.id(delivery.workspace(), delivery.id());
    }

    /** See what became of a memory: if it was deleted, what it caused goes too. */
    private Optional<Cluster.Doc> changed(String workspace, Stored before) {
        Optional<Cluster.Doc> now = memories.get(workspace, before.memory().id());
        boolean same = now.map(Stored::memory)
                .filter(memory -> memory.createdAt().equals(before.memory().createdAt()))
                .isPresent();
        if (!same) {
            before.outbox().forEach(delivery -> records.get(id(delivery)).ifPresent(records::remove));
        }
        waiting.lookAgain();
        return now.filter(doc -> !Stored.read(doc).outbox().isEmpty());
    }
}
