package org.mneme.core.recall;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.Attribute;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Scope;
import org.mneme.core.embedding.Embedder;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.Search;

/** Find the memories of a scope that fit a text best. Safe for several threads. */
public final class RecallService {

    static final Comparator<Recalled.Result> BEST_FIRST = Comparator.comparingDouble(Recalled.Result::score)
            .reversed()
            .thenComparing(result -> result.memory().id());

    /** So many of the best candidates are asked for their sessions, */
    private static final int LOOKED_AT_FOR_SESSIONS = 30;

    /** and so many sessions are looked into. */
    private static final int SESSIONS = 4;

    private final MemoryStore store;
    private final Embedder embedder;

    public RecallService(MemoryStore store, Embedder embedder) {
        this.store = store;
        this.embedder = embedder;
    }

    /** Find the best memories, every write that has returned included. */
    public Recalled recall(Scope scope, RecallQuery query) {
        return embedder.following(() -> recalled(scope, query));
    }

    private Recalled recalled(Scope scope, RecallQuery query) {
        long start = System.nanoTime();
        Embedding vector = embedder.query(query.text());
        long embedded = System.nanoTime();
        Asked asked = new Asked(scope, query, vector);
        List<Recalled.Result> results = scored(asked).stream()
                .filter(result -> result.similarity() >= query.minSimilarity())
                .sorted(BEST_FIRST)
                .limit(query.limit())
                .toList();
        long end = System.nanoTime();
        long merge = end - embedded - asked.vectorNanos - asked.lexicalNanos;
        return new Recalled(
                results,
                new Recalled.Timing(
                        embedded - start, asked.vectorNanos, asked.lexicalNanos, Math.max(0, merge), end - start));
    }

    private List<Recalled.Result> scored(Asked asked) {
        RecallQuery query = asked.query;
        return switch (query.profile()) {
            case FAST ->
                asked.nearest().stream().map(RecallService::bySimilarity).toList();
            case BALANCED -> balanced(asked);
            case QUALITY -> QualityRanking.score(query.text(), candidates(asked));
        };
    }

    private static List<Recalled.Result> balanced(Asked asked) {
        RecallQuery query = asked.query;
        BestFused best = new BestFused(query.limit(), query.minSimilarity());
        return best.fuse(asked.hybrid(query.filter(), Math.max(50, 2 * query.limit()), Optional.of(best)));
    }

    /** Find candidates, and then more in the sessions of the best of them: an answer may share nothing with its question. */
    private static Collection<Candidate> candidates(Asked asked) {
        Filter filter = asked.query.filter();
        List<Hits.Hit> hits = asked.hybrid(filter, Math.max(100, 2 * asked.query.limit()), Optional.empty());
        Fusion fusion = Fusion.over(hits);
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        hits.forEach(hit -> candidates.put(hit.memory().id(), fusion.candidate(hit)));
        Set<String> sessions = bestSessions(candidates.values());
        if (!sessions.isEmpty()) {
            Filter inSessions = filter.and(new Filter.AttributeIn(Attribute.SESSION, sessions));
            asked.hybrid(inSessions, Math.max(100, asked.query.limit()), Optional.empty())
                    .forEach(hit -> candidates.putIfAbsent(hit.memory().id(), fusion.candidate(hit)));
        }
        return candidates.values();
    }

    private static Set<String> bestSessions(Collection<Candidate> candidates) {
        return candidates.stream()
                .sorted(Candidate.BEST_FIRST)
                .limit(LOOKED_AT_FOR_SESSIONS)
                .flatMap(candidate -> candidate.session().stream())
                .distinct()
                .limit(SESSIONS)
                .collect(Collectors.toSet());
    }

    /** One recall under way: what is asked, and the time its searches have taken. */
    private final class Asked {
        private final Scope scope;
        private final RecallQuery query;
        private final Embedding vector;
        private long vectorNanos;
        private long lexicalNanos;

        Asked(Scope scope, RecallQuery query, Embedding vector) {
            this.scope = scope;
            this.query = query;
            this.vector = vector;
        }

        List<Hits.Hit> nearest() {
            return hits(new Search(
                    Optional.of(vector), Optional.empty(), query.filter(), query.limit(), query.minSimilarity()));
        }

        List<Hits.Hit> hybrid(Filter filter, int limit, Optional<Search.Choice> choice) {
            return hits(new Search(Optional.of(vector), Optional.of(query.text()), filter, limit, -1, choice));
        }

        private List<Hits.Hit> hits(Search search) {
            Hits hits = store.search(scope, search);
            vectorNanos += hits.vectorNanos();
            lexicalNanos += hits.lexicalNanos();
            return hits.hits();
        }
    }

    private static Recalled.Result bySimilarity(Hits.Hit hit) {
        double similarity = hit.similarity().orElse(0);
        return new Recalled.Result(hit.memory(), similarity, similarity, Map.of("vector", similarity));
    }
}
