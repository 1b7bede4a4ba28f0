package org.mneme.spi.storage;

import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;

/**
 * Ask for the best memories by vector, by words, or both.
 *
 * @param vector the query's vector, one window; empty not to search by vector
 * @param text the query's text, in the user's words; empty not to search by words
 * @param filter which memories; applied inside the search, never after it
 * @param limit how many hits each of the two gives at most, 1 … 1,000
 * @param minSimilarity the least cosine of a vector hit; -1 for any
 */
public record Search(
        Optional<Embedding> vector, Optional<String> text, Filter filter, int limit, double minSimilarity) {
    public Search {
        Objects.requireNonNull(vector, "vector");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(filter, "filter");
        if (vector.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("a search has a vector, a text, or both");
        }
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit is 1 … 1,000, not " + limit);
        }
    }
}
