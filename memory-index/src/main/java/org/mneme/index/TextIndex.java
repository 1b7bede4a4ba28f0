package org.mneme.index;

import java.util.Collection;
import java.util.List;

/** Find memories by words. */
public interface TextIndex extends DerivedIndex {

    /**
     * Find the memories that have words of the text, by BM25.
     *
     * @param text what a user wrote; no character has a special meaning
     * @return best first, ties by id; empty if the text has no words
     */
    List<IndexHit> search(String text, IndexQuery query);

    /**
     * Score given memories by BM25.
     *
     * @return those of the ids that are visible and have a word of the text, best first, ties by id
     */
    List<IndexHit> score(String text, String workspace, Collection<String> ids, long now);
}
