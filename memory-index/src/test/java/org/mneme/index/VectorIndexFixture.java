package org.mneme.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A vector index with its model beside it: what goes into one goes into the other. */
final class VectorIndexFixture implements AutoCloseable {

    static final String DATABASE = "database-1";
    static final String MODEL = "model-1";
    static final long NOW = 1_800_000_000_000L;

    final ModelIndex model = new ModelIndex();
    final FlatVectorIndex index;
    private final Map<String, Long> clocks = new HashMap<>();

    VectorIndexFixture(FlatVectorIndex index) {
        this.index = index;
    }

    static FlatVectorIndex open(Path directory, int dimension) {
        return FlatVectorIndex.open(
                directory, new VectorIndexIdentity(DATABASE, MODEL, dimension), VectorIndexOptions.DEFAULT);
    }

    static FlatVectorIndex openReady(Path directory, int dimension) {
        return openReady(directory, dimension, VectorIndexOptions.DEFAULT);
    }

    /** Open an index and rebuild it from nothing if it needs that. */
    static FlatVectorIndex openReady(Path directory, int dimension, VectorIndexOptions options) {
        FlatVectorIndex index =
                FlatVectorIndex.open(directory, new VectorIndexIdentity(DATABASE, MODEL, dimension), options);
        if (index.needsRebuild()) {
            try (IndexRebuild rebuild = index.rebuild()) {
                rebuild.complete(Map.of());
            }
        }
        return index;
    }

    static VectorIndexFixture empty(Path directory, int dimension) {
        return new VectorIndexFixture(openReady(directory, dimension));
    }

    static IndexChange.Put put(String workspace, String id, Set<String> terms, float[]... vectors) {
        return new IndexChange.Put(new IndexedMemory(workspace, id, terms, NOW, NOW, 0), "", List.of(vectors));
    }

    private long next(String workspace) {
        return clocks.merge(workspace, 1L, Long::sum);
    }

    void put(IndexChange.Put put) {
        index.apply(put.memory().workspace(), next(put.memory().workspace()), List.of(put));
        model.put(put);
    }

    /** Put many in one change, which is faster. */
    void putAll(String workspace, List<IndexChange.Put> puts) {
        index.apply(workspace, next(workspace), puts);
        puts.forEach(model::put);
    }

    void putAll(String workspace, float[][] vectors) {
        List<IndexChange.Put> puts = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            puts.add(put(workspace, "m" + i, Set.of(), vectors[i]));
        }
        putAll(workspace, puts);
    }

    void remove(String workspace, String id) {
        index.apply(workspace, next(workspace), List.of(new IndexChange.Remove(id)));
        model.remove(workspace, id);
    }

    static IndexQuery query(String workspace, int limit) {
        return query(workspace, IndexFilter.all(), limit);
    }

    static IndexQuery query(String workspace, IndexFilter filter, int limit) {
        return new IndexQuery(workspace, filter, NOW, limit, IndexQuery.ANY_SCORE);
    }

    /** Tell whether the only hit is the memory whose vector was asked for; rounding may leave its score below 1. */
    static boolean isExactly(List<? extends IndexHit> hits, String id) {
        return hits.size() == 1 && hits.get(0).id().equals(id) && hits.get(0).score() > 0.99999f;
    }

    @Override
    public void close() {
        index.close();
    }
}
