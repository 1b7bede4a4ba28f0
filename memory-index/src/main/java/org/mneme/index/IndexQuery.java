package org.mneme.index;

import java.util.Objects;

/**
 * Say where to search and how much is wanted.
 *
 * @param workspace the only workspace that is looked at
 * @param filter the memories of it that are looked at
 * @param now epoch milliseconds; memories that expire at this instant or earlier are invisible
 * @param limit the most hits wanted, at least 1
 * @param minScore the lowest score wanted, inclusive; {@link #ANY_SCORE} for no bound
 */
public record IndexQuery(String workspace, IndexFilter filter, long now, int limit, float minScore) {

    /** No lower bound for scores. */
    public static final float ANY_SCORE = Float.NEGATIVE_INFINITY;

    public IndexQuery {
        Objects.requireNonNull(workspace, "workspace");
        Objects.requireNonNull(filter, "filter");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        if (Float.isNaN(minScore)) {
            throw new IllegalArgumentException("minScore is not a number");
        }
    }
}
