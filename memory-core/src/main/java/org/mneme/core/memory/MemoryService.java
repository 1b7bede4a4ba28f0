package org.mneme.core.memory;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mneme.api.Attribute;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.embedding.Embedder;
import org.mneme.core.watch.DeliveryPlanner;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Written;

/**
 * Store, read, change and forget memories.
 *
 * <p>A write that has returned is durable and seen by every later read through this server. Safe for several threads.
 */
public final class MemoryService {

    private static final int CHANGES_TRIED = 8;
    private static final int READ_AT_ONCE = 1_000;

    private final MemoryStore store;
    private final Embedder embedder;
    private final DeliveryPlanner deliveries;
    private final Clock clock;

    public MemoryService(MemoryStore store, Embedder embedder, DeliveryPlanner deliveries, Clock clock) {
        this.store = store;
        this.embedder = embedder;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * Store one memory, or let the nearest of its namespace take its content over.
     *
     * @throws MemoryException of kind {@code UNAVAILABLE} if it could not be embedded or stored; nothing was written
     */
    public Written remember(Remember command) {
        return remember(command.draft().scope().workspace(), List.of(command)).get(0);
    }

    /**
     * Store memories of one workspace, in order; each with its vectors and the deliveries it causes in one atomic step.
     *
     * <p>A command whose memory id is already stored changes nothing, so the same commands twice have one effect.
     */
    public List<Written> remember(String workspace, List<Remember> commands) {
        return embedder.following(() -> store(Scope.of(workspace), embedded(commands)));
    }

    private List<MemoryWrite> embedded(List<Remember> commands) {
        List<Embedding> embeddings = embedder.memories(
                commands.stream().map(command -> command.draft().content()).toList());
        List<MemoryWrite> writes = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            writes.add(write(commands.get(i), embeddings.get(i)));
        }
        return writes;
    }

    /** Store writes that were prepared elsewhere, and wake the delivery of what they cause. */
    public List<Written> store(Scope workspace, List<MemoryWrite> writes) {
        List<Written> written = embedder.storing(() -> store.write(workspace, writes));
        if (writes.stream().anyMatch(write -> !write.deliveries().isEmpty())) {
            deliveries.stored();
        }
        return written;
    }

    private MemoryWrite write(Remember command, Embedding embedding) {
        Memory memory = expiring(command);
        List<Delivery> outgoing = deliveries.plan(memory, embedding);
        return new MemoryWrite(memory, Optional.of(embedding), outgoing, reconciliation(command));
    }

    private static Memory expiring(Remember command) {
        Memory draft = command.draft();
        return command.ttl()
                .map(ttl ->
                        draft.toBuilder().expiresAt(draft.updatedAt().plus(ttl)).build())
                .orElse(draft);
    }

    private static Optional<Reconciliation> reconciliation(Remember command) {
        if (command.dedupThreshold() == 0) {
            return Optional.empty();
        }
        Scope place = command.draft().scope();
        Scope within = Scope.of(place.workspace())
                .withOptional(
                        Attribute.NAMESPACE, place.get(Attribute.NAMESPACE).orElse(null));
        return Optional.of(new Reconciliation(
                within, command.dedupThreshold(), 5, new NearestTakesOver(command.dedupThreshold())));
    }

    /** Return the memory with an id, active or superseded. */
    public Optional<Memory> find(Scope scope, String id) {
        return store.get(scope, id);
    }

    /**
     * Return the memory with an id, active or superseded.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if the scope has none
     */
    public Memory get(Scope scope, String id) {
        return find(scope, id).orElseThrow(() -> notFound(id));
    }

    /** Return those of some memories that are there, active or superseded, by id. */
    public Map<String, Memory> findAll(Scope scope, Collection<String> ids) {
        Map<String, Memory> found = new HashMap<>();
        List<String> distinct = ids.stream().distinct().toList();
        for (int from = 0; from < distinct.size(); from += READ_AT_ONCE) {
            List<String> some = distinct.subList(from, Math.min(distinct.size(), from + READ_AT_ONCE));
            Listing listing = Listing.first(new Filter.IdIn(Set.copyOf(some)), Order.NEWEST_FIRST, some.size());
            store.list(scope, listing).memories().forEach(memory -> found.put(memory.id(), memory));
        }
        return found;
    }

    private static MemoryException notFound(String id) {
        return MemoryException.notFound("memory", "There is no memory with the id " + id + " in this workspace.");
    }

    /** Return one page of what the scope and the filter mean, and how many there are. */
    public MemoryPage list(Scope scope, Listing listing) {
        return store.list(scope, listing);
    }

    /** Return how many memories the scope and the filter mean. */
    public long count(Scope scope, Filter filter) {
        return store.count(scope, filter);
    }

    /** Open a consistent snapshot of what the scope and the filter mean; the caller closes it. */
    public Snapshot export(Scope scope, Filter filter, Order order) {
        return store.export(scope, filter, order, false);
    }

    /**
     * Change a memory, keeping its former state as a version. Of two changes at once neither is lost: the later one is made
     * on what the earlier one left.
     *
     * @param change makes the new state from the present one; may be asked more than once
     * @throws MemoryException of kind {@code NOT_FOUND} if the scope has none; {@code CONFLICT} if it never stays unchanged
     *     for long enough
     */
    public Memory change(Scope scope, String id, UnaryOperator<Memory> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                return embedder.following(() -> changed(scope, id, change));
            } catch (MemoryException e) {
                if (e.kind() != MemoryException.Kind.CONFLICT || attempt == CHANGES_TRIED) {
                    throw e;
                }
            }
        }
    }

    private Memory changed(Scope scope, String id, UnaryOperator<Memory> change) {
        MemoryUpdate update = update(get(scope, id), change);
        return embedder.storing(() -> store.update(scope, update)).orElseThrow(() -> notFound(id));
    }

    private MemoryUpdate update(Memory present, UnaryOperator<Memory> change) {
        Memory changed = change.apply(present).toBuilder()
                .updatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
        Optional<Embedding> embedding = changed.content().equals(present.content())
                ? Optional.empty()
                : Optional.of(embedder.memory(changed.content()));
        return new MemoryUpdate(changed, embedding, present.version());
    }

    /** Return the states a memory had and has, oldest first. */
    public List<Memory> versions(Scope scope, String id) {
        List<Memory> versions = store.versions(scope, id);
        if (versions.isEmpty()) {
            throw notFound(id);
        }
        return versions;
    }

    /**
     * Delete a memory for good.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if the scope has none
     */
    public void forget(Scope scope, String id) {
        if (!store.delete(scope, id)) {
            throw notFound(id);
        }
    }

    /** Delete for good what the scope and the filter mean, and return how many memories that were. */
    public long forgetAll(Scope scope, Filter filter) {
        return store.deleteAll(scope, filter);
    }
}
