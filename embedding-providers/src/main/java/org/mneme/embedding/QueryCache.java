package org.mneme.embedding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mneme.api.Embedding;

/**
 * Remember the vectors of the texts searched with last, because agents ask the same again and again.
 *
 * <p>Safe for use by many threads at once. Two threads that miss the same text at the same time both embed it.
 */
public final class QueryCache {

    /** Texts longer than this, in characters, are embedded each time, so that the cache stays small. */
    private static final int LONGEST = 2_000;

    private final int capacity;
    private final Map<String, Embedding> recent;

    /** Hold at most this many texts; 0 holds none. */
    public QueryCache(int capacity) {
        this.capacity = capacity;
        this.recent = new LinkedHashMap<>(16, 0.75f, true);
    }

    /**
     * Return the embedding of each text, in order, embedding only those that are not remembered.
     *
     * @param embed gives as many embeddings as texts, in order
     */
    public List<Embedding> embed(List<String> texts, Function<List<String>, List<Embedding>> embed) {
        Map<String, Embedding> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        synchronized (recent) {
            texts.stream().distinct().forEach(text -> {
                Embedding embedding = recent.get(text);
                if (embedding == null) {
                    missing.add(text);
                    return;
                }
                found.put(text, embedding);
            });
        }
        if (!missing.isEmpty()) {
            remember(missing, embed.apply(missing), found);
        }
        return texts.stream().map(found::get).toList();
    }

    private void remember(List<String> texts, List<Embedding> embeddings, Map<String, Embedding> found) {
        synchronized (recent) {
            for (int i = 0; i < texts.size(); i++) {
                found.put(texts.get(i), embeddings.get(i));
                if (texts.get(i).length() <= LONGEST) {
                    recent.put(texts.get(i), embeddings.get(i));
                }
            }
            var oldest = recent.entrySet().iterator();
            while (recent.size() > capacity) {
                oldest.next();
                oldest.remove();
            }
        }
    }
}
