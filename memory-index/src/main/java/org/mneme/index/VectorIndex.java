package org.mneme.index;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Find memories by meaning.
 *
 * <p>An instance holds vectors of one model and dimension; whoever changes models opens another instance beside it, in a
 * directory of its own. Scores are exact cosines; a memory with several vectors has the score of the best.
 */
public interface VectorIndex extends DerivedIndex {

    /**
     * Find the memories nearest to a vector.
     *
     * @param vector of the index's dimension; need not have unit length
     * @return best first, ties by id
     */
    List<IndexHit> search(float[] vector, IndexQuery query);

    /** Find the nearest memory that reaches the query's minimum score, whatever its limit: the question of deduplication. */
    default Optional<IndexHit> nearest(float[] vector, IndexQuery query) {
        return search(vector, new IndexQuery(query.workspace(), query.filter(), query.now(), 1, query.minScore()))
                .stream()
                .findFirst();
    }

    /**
     * Score given memories, without any approximation.
     *
     * @return those of the ids that are in the index and visible, best first, ties by id
     */
    List<IndexHit> score(float[] vector, String workspace, Collection<String> ids, long now);
}
