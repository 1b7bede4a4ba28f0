package org.mneme.index;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;

/**
 * Search one workspace as if it were alone.
 *
 * <p>A word's document frequency is the workspace's own, because words carry its prefix; here the number of documents
 * becomes its own too, so that scores do not tell what others store. Only the mean text length is shared.
 */
final class WorkspaceSearcher extends IndexSearcher {

    private final int documents;

    WorkspaceSearcher(IndexReader reader, Term workspace) throws IOException {
        super(reader);
        this.documents = reader.docFreq(workspace);
    }

    boolean isEmpty() {
        return documents == 0;
    }

    @Override
    public CollectionStatistics collectionStatistics(String field) throws IOException {
        CollectionStatistics all = super.collectionStatistics(field);
        if (all == null || documents == 0) {
            return all;
        }
        double meanLength = (double) all.sumTotalTermFreq() / all.docCount();
        long words = Math.max(documents, Math.round(meanLength * documents));
        return new CollectionStatistics(field, all.maxDoc(), documents, words, documents);
    }
}
