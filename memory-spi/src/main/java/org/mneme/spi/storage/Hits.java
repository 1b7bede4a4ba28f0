package org.mneme.spi.storage;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.mneme.api.Memory;

/**
 * Hold what a search found: every memory that is among the best by vector or among the best by words, once; of these the
 * chosen ones, if the search has a {@link Search.Choice} that the storage asked.
 *
 * @param hits by similarity, best first, ties by id; then those without one, by lexical score, best first, ties by id
 * @param vectorNanos how long the search by vector took
 * @param lexicalNanos how long the search by words took
 * @param loadNanos how long it took to read the memories found
 */
public record Hits(List<Hit> hits, long vectorNanos, long lexicalNanos, long loadNanos) {

    /**
     * A memory that was found.
     *
     * @param memory the memory
     * @param similarity the exact cosine of the query and the memory's best window; empty only if the search had no vector
     *     or the memory has none of the query's model
     * @param lexicalScore the BM25 score, at least 0; 0 for a memory that has none of the query's words, and empty only if
     *     the search had no text
     */
    public record Hit(Memory memory, OptionalDouble similarity, OptionalDouble lexicalScore) {
        public Hit {
            Objects.requireNonNull(memory, "memory");
            Objects.requireNonNull(similarity, "similarity");
            Objects.requireNonNull(lexicalScore, "lexicalScore");
        }
    }

    /**
     * The scores of a memory that was found, before it is read.
     *
     * @param similarity as that of a hit
     * @param lexicalScore as that of a hit
     */
    public record Score(String id, OptionalDouble similarity, OptionalDouble lexicalScore) {}

    public Hits {
        hits = List.copyOf(hits);
    }
}
