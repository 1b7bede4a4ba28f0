package org.mneme.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Know the exact ten nearest of some queries, in everything, in each namespace and with each tag: compared with every vector once. */
final class ExactAnswers {

    /** Stands for no namespace. */
    static final String EVERYWHERE = "";

    private static final int NEAREST = 10;
    private static final int QUERIES = 60;

    /** No search whose time is taken asks these. */
    private static final int FIRST_QUERY = 1_000_000;

    private record Scored(int number, double score) {}

    private final List<float[]> vectors;
    private final List<Map<String, PriorityQueue<Scored>>> best = new ArrayList<>();

    ExactAnswers(Setup setup, int size) {
        vectors = IntStream.range(0, QUERIES)
                .mapToObj(query -> setup.embed(FIRST_QUERY + query))
                .toList();
        vectors.forEach(query -> best.add(new HashMap<>()));
        for (int number = 0; number < size; number++) {
            float[] vector = setup.corpus().vector(number);
            String namespace = Corpus.namespace(number);
            for (int query = 0; query < QUERIES; query++) {
                Scored scored = new Scored(number, Corpus.dot(vectors.get(query), vector));
                offer(query, EVERYWHERE, scored);
                offer(query, namespace, scored);
                offer(query, Corpus.tag(number), scored);
            }
        }
    }

    private void offer(int query, String namespace, Scored scored) {
        PriorityQueue<Scored> queue = best.get(query)
                .computeIfAbsent(namespace, name -> new PriorityQueue<>(Comparator.comparingDouble(Scored::score)));
        queue.add(scored);
        if (queue.size() > NEAREST) {
            queue.remove();
        }
    }

    /** Return the text of a query. */
    String text(int query) {
        return Texts.query(FIRST_QUERY + query);
    }

    /** Return the vector of a query. */
    float[] vector(int query) {
        return vectors.get(query);
    }

    /**
     * Return which share of the ten nearest a search finds, on the average of all queries.
     *
     * @param namespace where it searches, or which tag it asks for
     * @param search the ids found by the query of a number
     */
    double recall(String namespace, IntFunction<List<String>> search) {
        return IntStream.range(0, QUERIES)
                .mapToDouble(query -> found(nearest(query, namespace), search.apply(query)))
                .average()
                .orElseThrow();
    }

    private static double found(Set<String> exact, List<String> given) {
        Set<String> both = new HashSet<>(given);
        both.retainAll(exact);
        return exact.isEmpty() ? 1 : (double) both.size() / exact.size();
    }

    /** Return the ids of the ten nearest, fewer if there are not so many. */
    private Set<String> nearest(int query, String namespace) {
        return best.get(query).getOrDefault(namespace, new PriorityQueue<>()).stream()
                .map(scored -> Preload.id(scored.number()))
                .collect(Collectors.toSet());
    }
}
