package org.mneme.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** Know the exact ten nearest of each query, in everything, in each namespace and with each tag: compared with every vector once. */
final class ExactAnswers {

    /** Stands for no namespace. */
    static final String EVERYWHERE = "";

    private static final int NEAREST = 10;

    private record Scored(int number, double score) {}

    private final List<Map<String, PriorityQueue<Scored>>> best = new ArrayList<>();

    ExactAnswers(Corpus corpus, int size, List<float[]> queries) {
        queries.forEach(query -> best.add(new HashMap<>()));
        for (int number = 0; number < size; number++) {
            float[] vector = corpus.vector(number);
            String namespace = Corpus.namespace(number);
            for (int query = 0; query < queries.size(); query++) {
                Scored scored = new Scored(number, Corpus.dot(queries.get(query), vector));
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

    /** Return the ids of the ten nearest, fewer if there are not so many. */
    Set<String> nearest(int query, String namespace) {
        return best.get(query).getOrDefault(namespace, new PriorityQueue<>()).stream()
                .map(scored -> Preload.id(scored.number()))
                .collect(Collectors.toSet());
    }
}
