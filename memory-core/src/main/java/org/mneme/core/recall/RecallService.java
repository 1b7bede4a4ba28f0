package org.mneme.core.recall;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Scope;
import org.mneme.core.embedding.Embedder;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.Search;

/** Find the memories of a scope that fit a text best. Safe for several threads. */
public final class RecallService {

    private static final Comparator<Recalled.Result> BEST_FIRST = Comparator.comparingDouble(Recalled.Result::score)
            .reversed()
            .thenComparing(result -> result.memory().id());

    private final MemoryStore store;
    private final Embedder embedder;

    public RecallService(MemoryStore store, Embedder embedder) {
        this.store = store;
        this.embedder = embedder;
    }

    /** Find the best memories, every write that has returned included. */
    public Recalled recall(Scope scope, RecallQuery query) {
        long start = System.nanoTime();
        Embedding vector = embedder.query(query.text());
        long embedded = System.nanoTime();
        Hits hits = store.search(scope, search(query, vector));
        long found = System.nanoTime();
        List<Recalled.Result> results = score(query, hits.hits()).stream()
                .filter(result -> result.similarity() >= query.minSimilarity())
                .sorted(BEST_FIRST)
                .limit(query.limit())
                .toList();
        long end = System.nanoTime();
        long merge = end - found + hits.loadNanos();
        return new Recalled(
                results,
                new Recalled.Timing(embedded - start, hits.vectorNanos(), hits.lexicalNanos(), merge, end - start));
    }

    private static Search search(RecallQuery query, Embedding vector) {
        return switch (query.profile()) {
            case FAST ->
                new Search(Optional.of(vector), Optional.empty(), query.filter(), query.limit(), query.minSimilarity());
            case BALANCED -> hybrid(query, vector, Math.max(100, 2 * query.limit()));
            case QUALITY -> hybrid(query, vector, Math.max(200, 4 * query.limit()));
        };
    }

    private static Search hybrid(RecallQuery query, Embedding vector, int candidates) {
        return new Search(Optional.of(vector), Optional.of(query.text()), query.filter(), candidates, -1);
    }

    private static List<Recalled.Result> score(RecallQuery query, List<Hits.Hit> hits) {
        return switch (query.profile()) {
            case FAST -> hits.stream().map(RecallService::bySimilarity).toList();
            case BALANCED, QUALITY -> Fusion.fuse(hits);
        };
    }

    private static Recalled.Result bySimilarity(Hits.Hit hit) {
        double similarity = hit.similarity().orElse(0);
        return new Recalled.Result(hit.memory(), similarity, similarity, Map.of("vector", similarity));
    }
}
