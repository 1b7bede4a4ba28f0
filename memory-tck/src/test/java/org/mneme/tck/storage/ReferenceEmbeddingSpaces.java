package org.mneme.tck.storage;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces;

final class ReferenceEmbeddingSpaces implements EmbeddingSpaces {

    private static final long GAP_NANOS = 40_000_000;

    private final State state;
    private final Clock clock;
    private Optional<Space> activeWhenOpened;

    ReferenceEmbeddingSpaces(State state, Clock clock) {
        this.state = state;
        this.clock = clock;
        this.activeWhenOpened = state.active;
    }

    @Override
    public Optional<Space> active() {
        synchronized (state) {
            return state.has(Fault.SWITCHED_ON_ONE_SERVER) ? activeWhenOpened : state.active;
        }
    }

    /** Refuse vectors that are not of the active model. */
    void check(Optional<Embedding> embedding) {
        if (embedding.isEmpty() || state.has(Fault.ANY_MODEL_TAKEN)) {
            return;
        }
        Space given = new Space(embedding.get().model(), embedding.get().dimension());
        if (!active().equals(Optional.of(given))) {
            throw MemoryException.conflict("embedding_model_mismatch", "vectors of " + given + " are not searched");
        }
    }

    @Override
    public void activate(Space space) {
        if (state.has(Fault.SWITCH_UNGUARDED)) {
            requireComplete(space);
            LockSupport.parkNanos(GAP_NANOS);
            set(space);
            return;
        }
        synchronized (state) {
            requireComplete(space);
            set(space);
        }
    }

    private void requireComplete(Space space) {
        synchronized (state) {
            Coverage coverage = coverage(space);
            boolean none = state.memories.values().stream().allMatch(row -> row.vectors.isEmpty());
            if (coverage.filled() < coverage.total() && !none && !state.has(Fault.SWITCHED_UNFILLED)) {
                throw MemoryException.conflict("embedding_space_incomplete", "some memories lack vectors of " + space);
            }
        }
    }

    private void set(Space space) {
        synchronized (state) {
            state.active = Optional.of(space);
            activeWhenOpened = state.active;
        }
    }

    private boolean counts(State.Row row) {
        return state.has(Fault.EXPIRED_LACK_VECTORS) || row.memory.visibleAt(clock.instant());
    }

    @Override
    public List<Missing> missing(Space space, Optional<String> afterId, int limit) {
        synchronized (state) {
            return state.memories.entrySet().stream()
                    .filter(entry -> counts(entry.getValue()))
                    .filter(entry -> !entry.getValue().vectors.containsKey(space.model()))
                    .filter(entry -> afterId.isEmpty()
                            || state.has(Fault.MISSING_FROM_THE_START)
                            || entry.getKey().id().compareTo(afterId.get()) > 0)
                    .limit(limit)
                    .map(entry -> new Missing(Scope.of(entry.getKey().workspace()), entry.getValue().memory))
                    .toList();
        }
    }

    @Override
    public void fill(Space space, List<Filled> filled) {
        for (Filled each : filled) {
            boolean fits = each.embedding().model().equals(space.model())
                    && each.embedding().dimension() == space.dimension();
            if (!fits && !state.has(Fault.ANY_MODEL_FILLED)) {
                throw MemoryException.conflict("embedding_model_mismatch", "not of " + space);
            }
        }
        synchronized (state) {
            for (Filled each : filled) {
                State.Key key = new State.Key(each.workspace().workspace(), each.memory());
                if (state.leftovers.containsKey(key) && state.has(Fault.LATE_VECTORS_REVIVE)) {
                    state.memories.put(key, state.leftovers.remove(key));
                }
                State.Row row = state.memories.get(key);
                if (row != null
                        && (row.memory.version() == each.version() || state.has(Fault.LATE_VECTORS_OVERWRITE))) {
                    row.vectors.put(space.model(), each.embedding());
                }
            }
        }
    }

    @Override
    public Coverage coverage(Space space) {
        synchronized (state) {
            List<State.Row> rows =
                    state.memories.values().stream().filter(this::counts).toList();
            long filled = rows.stream()
                    .filter(row -> row.vectors.containsKey(space.model()))
                    .count();
            return new Coverage(filled, rows.size());
        }
    }

    @Override
    public void discard(Space space) {
        synchronized (state) {
            if (state.active.equals(Optional.of(space)) && !state.has(Fault.ACTIVE_MODEL_DISCARDED)) {
                throw MemoryException.conflict("embedding_space_active", space + " is active");
            }
            state.memories.values().forEach(row -> row.vectors.remove(space.model()));
        }
    }
}
