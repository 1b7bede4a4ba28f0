package org.mneme.tck.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces;

final class ReferenceEmbeddingSpaces implements EmbeddingSpaces {

    private final State state;
    private Optional<Space> activeWhenOpened;

    ReferenceEmbeddingSpaces(State state) {
        this.state = state;
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
        synchronized (state) {
            Coverage coverage = coverage(space);
            boolean none = state.memories.values().stream().allMatch(row -> row.vectors.isEmpty());
            if (coverage.filled() < coverage.total() && !none && !state.has(Fault.SWITCHED_UNFILLED)) {
                throw MemoryException.conflict("embedding_incomplete", "some memories lack vectors of " + space);
            }
            state.active = Optional.of(space);
            activeWhenOpened = state.active;
        }
    }

    @Override
    public List<Missing> missing(Space space, Optional<String> afterId, int limit) {
        synchronized (state) {
            return state.memories.entrySet().stream()
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
            Map<State.Key, State.Row> rows = state.memories;
            long filled = rows.values().stream()
                    .filter(row -> row.vectors.containsKey(space.model()))
                    .count();
            return new Coverage(filled, rows.size());
        }
    }

    @Override
    public void discard(Space space) {
        synchronized (state) {
            if (state.active.equals(Optional.of(space)) && !state.has(Fault.ACTIVE_MODEL_DISCARDED)) {
                throw MemoryException.conflict("embedding_model_active", space + " is active");
            }
            state.memories.values().forEach(row -> row.vectors.remove(space.model()));
        }
    }
}
