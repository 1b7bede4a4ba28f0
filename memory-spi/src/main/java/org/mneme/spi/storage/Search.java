package org.mneme.spi.storage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 * @param choice which of the memories found are read; empty for all
 */
public record Search(
        Optional<Embedding> vector,
        Optional<String> text,
        Filter filter,
        int limit,
        double minSimilarity,
        Optional<Choice> choice) {

    /**
     * Choose by scores alone which of the memories found are wanted, so that the others need not be read.
     *
     * <p>A storage that has read them already need not ask, and gives all. One that asks gives those chosen; if a chosen one
     * turns out to be gone, it asks again without it.
     */
    @FunctionalInterface
    public interface Choice {

        /** Return the ids of those that are wanted, of all that were found. */
        Set<String> of(List<Hits.Score> found);
    }

    public Search {
        Objects.requireNonNull(vector, "vector");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(choice, "choice");
        if (vector.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("a search has a vector, a text, or both");
        }
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit is 1 … 1,000, not " + limit);
        }
    }

    /** Ask for all memories that are found. */
    public Search(Optional<Embedding> vector, Optional<String> text, Filter filter, int limit, double minSimilarity) {
        this(vector, text, filter, limit, minSimilarity, Optional.empty());
    }
}
