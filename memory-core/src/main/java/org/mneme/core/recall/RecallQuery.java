package org.mneme.core.recall;

import java.util.Objects;
import org.mneme.api.Filter;

/**
 * Ask for the memories that fit a text best.
 *
 * @param text what is looked for; not blank
 * @param filter which memories
 * @param limit how many at most, 1 … 200
 * @param minSimilarity the least cosine; applied to the similarity, whatever the profile; -1 for any
 * @param profile how much is done to find them
 */
public record RecallQuery(String text, Filter filter, int limit, double minSimilarity, Profile profile) {
    public RecallQuery {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(profile, "profile");
        if (text.isBlank()) {
            throw new IllegalArgumentException("a query is not blank");
        }
        if (limit < 1 || limit > 200) {
            throw new IllegalArgumentException("limit is 1 … 200, not " + limit);
        }
    }
}
