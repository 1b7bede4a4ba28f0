package org.mneme.index;

import java.nio.file.Path;

/** Find texts by BM25 in a near-real-time Lucene index. */
public abstract class LuceneTextIndex implements TextIndex {

    LuceneTextIndex() {}

    /**
     * Open the index in a directory, or make an empty one that needs a rebuild.
     *
     * @param directory of its own, made if missing
     * @param databaseId the id the database got when it was made
     * @throws IllegalStateException if another instance has it open
     */
    public static LuceneTextIndex open(Path directory, String databaseId) {
        throw new UnsupportedOperationException("in the making");
    }
}
