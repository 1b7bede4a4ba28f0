package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.mneme.api.ContentHash;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Search;

/**
 * Find memories by vector and by words, side by side in one request, and measure them exactly.
 *
 * <p>The cluster compares coded vectors, and measures somewhat more of them again than are asked for, as they were given. What
 * is found comes with its vectors, and the similarity that is told is taken here, of all its windows.
 */
final class MemorySearch {

    private static final int WORDS = 500;
    /** What the cluster allows: of hits and candidates, and of those measured again for each one wanted. */
    private static final int MOST = 10_000;

    private static final int MOST_OVERSAMPLED = 10;

    private record Scored(Memory memory, OptionalDouble similarity, double lexical) {
        double rank() {
            return similarity.orElse(Double.NEGATIVE_INFINITY);
        }
    }

    /** @param answered when the cluster had answered, by {@link System#nanoTime} */
    private record Found(Collection<Scored> scored, long answered) {}

    private final Memories memories;
    private final int candidates;

    MemorySearch(Memories memories, int candidates) {
        this.memories = memories;
        this.candidates = candidates;
    }

    Hits run(Scope scope, Search search) {
        long begun = System.nanoTime();
        memories.fresh(scope.workspace());
        Instant now = memories.clock().instant();
        Found found = find(scope, search, steady(now));
        if (found.scored().stream().anyMatch(each -> !each.memory().visibleAt(now))) {
            found = find(scope, search, now);
        }
        return new Hits(
                best(found.scored(), search), found.answered() - begun, 0, System.nanoTime() - found.answered());
    }

    /**
     * Return the time at which what has expired is left out by the cluster. It stays the same for a while, and so does the
     * filter: the cluster remembers which memories such a filter means, where it would have to go through all of a workspace
     * again for each search. If any is found that has expired since, the search is made again.
     */
    private static Instant steady(Instant now) {
        return now.truncatedTo(ChronoUnit.MINUTES);
    }

    /** Find what had not expired at a time. */
    private Found find(Scope scope, Search search, Instant time) {
        List<JsonNode> answers = answers(scope.workspace(), search, FilterQueries.of(scope, search.filter(), time));
        long answered = System.nanoTime();
        Map<String, Scored> found = new LinkedHashMap<>();
        answers.forEach(answer -> hits(answer)
                .forEach(hit -> found.computeIfAbsent(hit.path("_id").asText(), id -> scored(hit, search))));
        return new Found(found.values(), answered);
    }

    private static JsonNode hits(JsonNode answer) {
        return answer.path("hits").path("hits");
    }

    private List<JsonNode> answers(String workspace, Search search, Map<String, Object> meant) {
        List<Map<String, Object>> bodies = new ArrayList<>();
        search.vector()
                .ifPresent(vector -> bodies.add(body(near(vector, search, meant), wanted(search.limit()), search)));
        search.text().ifPresent(text -> bodies.add(body(said(text, meant), search.limit() + 1, search)));
        List<JsonNode> answers = new ArrayList<>(memories.answers(workspace, bodies));
        if (search.text().isPresent()) {
            int words = answers.size() - 1;
            answers.set(words, cut(workspace, search, bodies.get(words), answers.get(words)));
        }
        return answers;
    }

    private static Map<String, Object> body(Map<String, Object> query, int size, Search search) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", query);
        body.put("size", size);
        body.put("_source", fields(search.vector()));
        body.put("track_total_hits", false);
        return body;
    }

    /** Mean what is nearest, scored by the words if any are searched for. */
    private Map<String, Object> near(Embedding vector, Search search, Map<String, Object> meant) {
        Map<String, Object> near = nearest(vector, search.limit(), meant);
        return search.text()
                .map(text ->
                        Map.<String, Object>of("bool", Map.of("filter", List.of(near), "should", List.of(match(text)))))
                .orElse(near);
    }

    /**
     * Return the best by words; of those that are equally good, the first by id. The cluster takes half as long again to look
     * at ids, so it is asked to only if the last of the best is as good as the next.
     */
    private JsonNode cut(String workspace, Search search, Map<String, Object> body, JsonNode answer) {
        JsonNode hits = hits(answer);
        if (hits.size() <= search.limit() || score(hits.get(search.limit() - 1)) > score(hits.get(search.limit()))) {
            return answer;
        }
        body.put("size", search.limit());
        body.put("sort", List.of(Map.of("_score", "desc"), Map.of("id", "asc")));
        body.put("track_scores", true);
        return memories.answer(workspace, body);
    }

    private static double score(JsonNode hit) {
        return hit.path("_score").doubleValue();
    }

    private static int measured(int limit) {
        return Math.min(MOST, limit + Math.max(90, limit / 2));
    }

    private static int wanted(int limit) {
        return Math.max(limit, (measured(limit) + MOST_OVERSAMPLED - 1) / MOST_OVERSAMPLED);
    }

    /**
     * Mean the memories nearest to a vector.
     *
     * <p>The code of a vector may put it some places off, so that more are measured again than are wanted. A search within
     * the query, not beside it, takes one step of the shard instead of two.
     */
    private Map<String, Object> nearest(Embedding query, int limit, Map<String, Object> meant) {
        int measured = measured(limit);
        int wanted = wanted(limit);
        String field = ElasticsearchSchema.field(new Space(query.model(), query.dimension()));
        Map<String, Object> knn = Map.of(
                "field",
                field + ".e",
                "query_vector",
                query.single(),
                "k",
                wanted,
                "num_candidates",
                Math.min(MOST, Math.max(candidates, measured)),
                "rescore_vector",
                Map.of("oversample", (double) measured / wanted),
                "filter",
                meant);
        return Map.of("nested", Map.of("path", field, "score_mode", "max", "query", Map.of("knn", knn)));
    }

    private static Map<String, Object> said(String text, Map<String, Object> meant) {
        return Map.of("bool", Map.of("must", List.of(match(text)), "filter", List.of(meant)));
    }

    private static Map<String, Object> match(String text) {
        String[] words = text.strip().split("\\s+", WORDS + 1);
        String asked =
                words.length <= WORDS ? text : String.join(" ", List.of(words).subList(0, WORDS));
        return Map.of("match", Map.of("content", Map.of("query", asked)));
    }

    private static List<String> fields(Optional<Embedding> vector) {
        List<String> fields = new ArrayList<>(Stored.MEMORY_FIELDS);
        vector.ifPresent(each -> fields.add("data.bin." + Stored.key(each)));
        return fields;
    }

    private static Scored scored(JsonNode hit, Search search) {
        Cluster.Doc doc = Cluster.doc(hit, "");
        OptionalDouble similarity = search.vector()
                .flatMap(query -> Stored.embedding(doc, Stored.key(query))
                        .map(stored -> OptionalDouble.of(Stored.similarity(stored, query))))
                .orElse(OptionalDouble.empty());
        double lexical = search.text().isPresent() ? score(hit) : 0;
        return new Scored(Stored.memory(doc), similarity, lexical);
    }

    private static List<Hits.Hit> best(Collection<Scored> found, Search search) {
        Comparator<Scored> byId = Comparator.comparing(each -> each.memory().id());
        Comparator<Scored> bySimilarity = Comparator.comparingDouble(each -> -each.rank());
        Comparator<Scored> byWords = Comparator.comparingDouble(each -> -each.lexical());
        Set<Scored> best = new LinkedHashSet<>();
        found.stream()
                .filter(each -> each.rank() >= search.minSimilarity())
                .sorted(bySimilarity.thenComparing(byId))
                .limit(search.limit())
                .forEach(best::add);
        if (search.text().isPresent()) {
            found.stream()
                    .filter(each -> each.lexical() > 0)
                    .sorted(byWords.thenComparing(byId))
                    .limit(search.limit())
                    .forEach(best::add);
        }
        return best.stream()
                .sorted(bySimilarity
                        .thenComparing((one, other) -> one.similarity().isPresent() ? 0 : byWords.compare(one, other))
                        .thenComparing(byId))
                .map(each -> new Hits.Hit(
                        each.memory(),
                        each.similarity(),
                        search.text().isPresent() ? OptionalDouble.of(each.lexical()) : OptionalDouble.empty()))
                .toList();
    }

    /**
     * Return for each write the documents that may be neighbours of its memory, near or of the same text; the index is fresh.
     */
    List<List<Stored>> around(String workspace, List<MemoryWrite> writes) {
        List<MemoryWrite> asking = writes.stream()
                .filter(write -> write.reconciliation().isPresent())
                .toList();
        if (asking.isEmpty()) {
            return writes.stream().map(write -> List.<Stored>of()).toList();
        }
        Instant now = memories.clock().instant();
        List<List<Stored>> found = around(workspace, asking, steady(now));
        if (found.stream().flatMap(List::stream).anyMatch(each -> !each.memory().visibleAt(now))) {
            found = around(workspace, asking, now);
        }
        Iterator<List<Stored>> each = found.iterator();
        return writes.stream()
                .map(write -> write.reconciliation().isPresent() ? each.next() : List.<Stored>of())
                .toList();
    }

    private List<List<Stored>> around(String workspace, List<MemoryWrite> asking, Instant time) {
        return memories
                .answers(
                        workspace,
                        asking.stream().map(write -> around(write, time)).toList())
                .stream()
                .map(MemorySearch::read)
                .toList();
    }

    private static List<Stored> read(JsonNode answer) {
        List<Stored> found = new ArrayList<>();
        hits(answer).forEach(hit -> found.add(Stored.read(Cluster.doc(hit, ""))));
        return found;
    }

    private Map<String, Object> around(MemoryWrite write, Instant time) {
        Memory memory = write.memory();
        Optional<Embedding> embedding = write.embedding();
        Reconciliation reconciliation = write.reconciliation().orElseThrow();
        Map<String, Object> meant = FilterQueries.of(reconciliation.within(), Filter.active(), time);
        int limit = reconciliation.limit();
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.all(List.of(Queries.term("hash", ContentHash.of(memory.content())), meant)));
        if (reconciliation.floor() <= 1) {
            embedding.stream()
                    .flatMap(each -> each.windows().stream())
                    .map(window -> new Embedding(embedding.orElseThrow().model(), List.of(window)))
                    .forEach(window -> parts.add(nearest(window, limit, meant)));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", Queries.any(parts));
        body.put("size", Math.min(MOST, limit + (parts.size() - 1) * wanted(limit)));
        List<String> fields = new ArrayList<>(Stored.MEMORY_FIELDS);
        embedding.ifPresent(each -> fields.add("data.bin." + Stored.key(each)));
        body.put("_source", fields);
        body.put("track_total_hits", false);
        return body;
    }
}
