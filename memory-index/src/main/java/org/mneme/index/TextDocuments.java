package org.mneme.index;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * Translate a memory into a Lucene document.
 *
 * <p>Every term carries the workspace as its prefix, words included: another workspace's documents cannot match, are not
 * walked over, and do not count for a word's rarity.
 */
final class TextDocuments {

    static final String KEY = "key";
    static final String ID = "id";
    static final String WORKSPACE = "workspace";
    static final String TERM = "term";
    static final String WORDS = "words";
    static final String CREATED = "created";
    static final String UPDATED = "updated";
    static final String EXPIRES = "expires";

    /** Frequencies, because BM25 needs them; no positions, because there are no phrases. The text itself is not stored. */
    private static final FieldType WORDS_TYPE = new FieldType();

    static {
        WORDS_TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        WORDS_TYPE.setTokenized(true);
        WORDS_TYPE.freeze();
    }

    private TextDocuments() {}

    /** Write a workspace as a prefix that no other workspace's terms can begin with. */
    static String prefix(String workspace) {
        return workspace.length() + ":" + workspace + ":";
    }

    static Term key(String workspace, String id) {
        return new Term(KEY, prefix(workspace) + id);
    }

    static Document of(IndexChange.Put put, TextAnalysis analysis) {
        IndexedMemory memory = put.memory();
        String prefix = prefix(memory.workspace());
        Document document = new Document();
        document.add(new StringField(KEY, prefix + memory.id(), Field.Store.NO));
        document.add(new SortedDocValuesField(ID, new BytesRef(memory.id())));
        document.add(new StringField(WORKSPACE, memory.workspace(), Field.Store.NO));
        memory.terms().forEach(term -> document.add(new StringField(TERM, prefix + term, Field.Store.NO)));
        document.add(new LongField(CREATED, memory.createdAt(), Field.Store.NO));
        document.add(new LongField(UPDATED, memory.updatedAt(), Field.Store.NO));
        if (memory.expiresAt() != 0) {
            document.add(new LongField(EXPIRES, memory.expiresAt(), Field.Store.NO));
        }
        document.add(new Field(WORDS, analysis.words(WORDS, prefix, put.text()), WORDS_TYPE));
        return document;
    }
}
