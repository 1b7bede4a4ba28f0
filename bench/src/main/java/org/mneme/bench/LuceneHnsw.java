package org.mneme.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/** Lucene's HNSW graph on the same vectors, as others use it: 100 candidates, one merged segment. */
final class LuceneHnsw implements AutoCloseable {

    private static final int CANDIDATES = 100;

    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    LuceneHnsw(Path path, Corpus corpus, int size) {
        try {
            directory = FSDirectory.open(path);
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
                for (int number = 0; number < size; number++) {
                    Document document = new Document();
                    document.add(new StoredField("id", Preload.id(number)));
                    document.add(new StringField("namespace", Corpus.namespace(number), Field.Store.NO));
                    document.add(new KnnFloatVectorField(
                            "vector", corpus.vector(number), VectorSimilarityFunction.DOT_PRODUCT));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
            }
            reader = DirectoryReader.open(directory);
            searcher = new IndexSearcher(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> search(float[] query, String namespace) {
        Query filter = namespace == null ? null : new TermQuery(new Term("namespace", namespace));
        try {
            List<String> ids = new ArrayList<>(10);
            for (ScoreDoc hit :
                    searcher.search(new KnnFloatVectorQuery("vector", query, CANDIDATES, filter), 10).scoreDocs) {
                ids.add(searcher.storedFields().document(hit.doc).get("id"));
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
