package org.mneme.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mneme.index.FlatVectorIndex;
import org.mneme.index.IndexChange;
import org.mneme.index.IndexFilter;
import org.mneme.index.IndexHit;
import org.mneme.index.IndexQuery;
import org.mneme.index.IndexRebuild;
import org.mneme.index.IndexedMemory;
import org.mneme.index.VectorIndexIdentity;
import org.mneme.index.VectorIndexOptions;

/** The server's own vector index, called without the server. */
final class DirectIndex implements AutoCloseable {

    private static final String WORKSPACE = "ws_bench";

    private final FlatVectorIndex index;

    DirectIndex(Path directory, Corpus corpus, int dimension, int size) {
        this.index = FlatVectorIndex.open(
                directory, new VectorIndexIdentity("bench", "model", dimension), VectorIndexOptions.DEFAULT);
        try (IndexRebuild rebuild = index.rebuild()) {
            for (int number = 0; number < size; number++) {
                IndexedMemory memory = new IndexedMemory(
                        WORKSPACE,
                        Preload.id(number),
                        Set.of(IndexedMemory.term("namespace", Corpus.namespace(number))),
                        number,
                        number,
                        0);
                rebuild.add(new IndexChange.Put(memory, "", List.of(corpus.vector(number))));
            }
            rebuild.complete(Map.of(WORKSPACE, 1L));
        }
    }

    List<String> search(float[] query, String namespace) {
        IndexFilter filter = namespace == null ? IndexFilter.all() : IndexFilter.term("namespace", namespace);
        List<String> ids = new ArrayList<>(10);
        for (IndexHit hit : index.search(query, new IndexQuery(WORKSPACE, filter, 1, 10, IndexQuery.ANY_SCORE))) {
            ids.add(hit.id());
        }
        return ids;
    }

    @Override
    public void close() {
        index.close();
    }
}
