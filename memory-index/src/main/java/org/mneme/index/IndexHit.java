package org.mneme.index;

import java.util.Comparator;

/**
 * Name a memory that was found.
 *
 * @param id the memory's id
 * @param score the exact cosine in [-1, 1] from a vector index; the raw BM25 score, above 0 and without upper bound, from
 *     a text index
 */
public record IndexHit(String id, float score) {

    /** Best first, ties by id. */
    public static final Comparator<IndexHit> BEST_FIRST =
            Comparator.comparing(IndexHit::score, Comparator.reverseOrder()).thenComparing(IndexHit::id);
}
