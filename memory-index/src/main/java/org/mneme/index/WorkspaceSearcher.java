package org.mneme.index;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;

/**
 * Search one workspace as if it were alone.
 *
 * <p>A word's document frequency is the workspace's own, because words carry its prefix; here the number of documents
 * becomes its own too, so that scores do not tell what others store. Only the mean text length is shared.
 */
final class WorkspaceSearcher extends IndexSearcher {

    /**
     * BM25 for short texts: saturating early (k1 0.9) and hardly minding length (b 0.4) finds 57.8 of 100 LoCoMo turns among
     * the first ten, Lucene's defaults (1.2, 0.75) 55.4.
     */
    static final Similarity BM25 = new BM25Similarity(0.9f, 0.4f);

    private final int documents;

    WorkspaceSearcher(IndexReader reader, Term workspace) throws IOException {
        super(reader);
        setSimilarity(BM25);
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
