package org.mneme.storage.jpa;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.index.IndexFilter;
import org.mneme.index.IndexHit;
import org.mneme.index.IndexQuery;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Search;

/** Search both indexes, and load what they found. */
final class MemorySearch {

    private static final Comparator<Hits.Hit> BEST_FIRST = Comparator.<Hits.Hit>comparingInt(
                    hit -> hit.similarity().isPresent() ? 0 : 1)
            .thenComparing(hit -> hit.similarity().orElse(hit.lexicalScore().orElse(0)), Comparator.reverseOrder())
            .thenComparing(hit -> hit.memory().id());

    private final JpaIndexes indexes;
    private final MemoryReader reader;

    MemorySearch(JpaIndexes indexes, MemoryReader reader) {
        this.indexes = indexes;
        this.reader = reader;
    }

    Hits search(Tx tx, Scope scope, Search search) throws SQLException {
        indexes.see(tx.jdbc(), scope.workspace());
        IndexFilter filter = filter(tx, scope, search.filter());
        Found found = indexes.use(live -> find(live, scope.workspace(), search, filter));
        return load(tx, scope, search, found);
    }

    /** What the indexes found: scores of either by id, and how long each took. */
    private record Found(Map<String, Float> cosines, Map<String, Float> words, long vectorNanos, long lexicalNanos) {
        Set<String> ids() {
            Set<String> ids = new HashSet<>(cosines.keySet());
            ids.addAll(words.keySet());
            return ids;
        }
    }

    /** Only the database knows metadata: there, the filter becomes the ids of what it means. */
    private IndexFilter filter(Tx tx, Scope scope, Filter filter) {
        if (!IndexTerms.asksForMetadata(filter)) {
            return IndexTerms.filter(scope, filter);
        }
        Set<String> ids = new HashSet<>();
        reader.scan(tx.em(), scope, filter, Order.OLDEST_FIRST, Optional.empty(), memory -> ids.add(memory.id()));
        return new IndexFilter.Ids(ids);
    }

    private Found find(LiveIndexes live, String workspace, Search search, IndexFilter filter) {
        long now = reader.now();
        long began = System.nanoTime();
        Map<String, Float> cosines = new LinkedHashMap<>();
        search.vector().flatMap(vector -> vectors(live, vector)).ifPresent(vectors -> {
            IndexQuery query = new IndexQuery(workspace, filter, now, search.limit(), (float) search.minSimilarity());
            put(cosines, vectors.index().search(search.vector().get().single(), query));
        });
        long vectorDone = System.nanoTime();
        Map<String, Float> words = new LinkedHashMap<>();
        search.text().ifPresent(text -> {
            IndexQuery query = new IndexQuery(workspace, filter, now, search.limit(), IndexQuery.ANY_SCORE);
            put(words, live.text().search(text, query));
            Set<String> withoutWords = without(cosines.keySet(), words.keySet());
            put(words, live.text().score(text, workspace, withoutWords, now));
        });
        long lexicalDone = System.nanoTime();
        Set<String> withoutCosine = without(words.keySet(), cosines.keySet());
        search.vector()
                .flatMap(vector -> vectors(live, vector))
                .filter(vectors -> !withoutCosine.isEmpty())
                .ifPresent(vectors -> put(
                        cosines, vectors.index().score(search.vector().get().single(), workspace, withoutCosine, now)));
        long rescored = System.nanoTime() - lexicalDone;
        return new Found(cosines, words, vectorDone - began + rescored, lexicalDone - vectorDone);
    }

    private static Optional<LiveIndexes.Vectors> vectors(LiveIndexes live, org.mneme.api.Embedding vector) {
        Space asked = new Space(vector.model(), vector.dimension());
        live.space().filter(active -> !active.equals(asked)).ifPresent(active -> {
            throw ActiveSpaces.mismatch(active, asked);
        });
        return live.vectors();
    }

    private static void put(Map<String, Float> scores, List<IndexHit> hits) {
        hits.forEach(hit -> scores.put(hit.id(), hit.score()));
    }

    private static Set<String> without(Set<String> ids, Set<String> others) {
        Set<String> rest = new HashSet<>(ids);
        rest.removeAll(others);
        return rest;
    }

    private Hits load(Tx tx, Scope scope, Search search, Found found) throws SQLException {
        long began = System.nanoTime();
        Map<String, Hits.Score> scores = new HashMap<>();
        found.ids().forEach(id -> scores.put(id, score(id, search, found)));
        Map<String, Memory> read = new HashMap<>();
        Set<String> wanted = wanted(search, scores);
        for (Set<String> unread = wanted; !unread.isEmpty(); unread = without(wanted, read.keySet())) {
            read.putAll(meant(tx, scope, search, unread));
            // a memory may have changed since the index was asked: then another is wanted in its place
            if (scores.keySet().removeAll(without(unread, read.keySet()))) {
                wanted = wanted(search, scores);
            }
        }
        List<Hits.Hit> hits = new ArrayList<>(wanted.size());
        for (String id : wanted) {
            Hits.Score score = scores.get(id);
            hits.add(new Hits.Hit(read.get(id), score.similarity(), score.lexicalScore()));
        }
        hits.sort(BEST_FIRST);
        return new Hits(hits, found.vectorNanos(), found.lexicalNanos(), System.nanoTime() - began);
    }

    private static Set<String> wanted(Search search, Map<String, Hits.Score> scores) {
        return search.choice()
                .map(choice -> choice.of(List.copyOf(scores.values())))
                .orElseGet(() -> Set.copyOf(scores.keySet()));
    }

    private Map<String, Memory> meant(Tx tx, Scope scope, Search search, Set<String> ids) throws SQLException {
        Map<String, Memory> meant = new HashMap<>();
        for (MemoryEntity entity :
                MemoryRows.load(tx.jdbc(), scope.workspace(), ids).values()) {
            Memory memory = entity.toMemory();
            if (reader.isMeant(entity, scope) && search.filter().test(memory)) {
                meant.put(memory.id(), memory);
            }
        }
        return meant;
    }

    private static Hits.Score score(String id, Search search, Found found) {
        Float cosine = found.cosines().get(id);
        return new Hits.Score(
                id,
                cosine == null ? OptionalDouble.empty() : OptionalDouble.of(cosine),
                search.text().isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(found.words().getOrDefault(id, 0f)));
    }
}
