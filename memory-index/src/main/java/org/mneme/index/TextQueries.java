package org.mneme.index;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Translate filters and plain text into Lucene queries of one workspace. */
final class TextQueries {

    /** More distinct words than this add cost and no meaning to a query. */
    private static final int MAX_WORDS = 256;

    private final String workspace;
    private final String prefix;

    TextQueries(String workspace) {
        this.workspace = workspace;
        this.prefix = TextDocuments.prefix(workspace);
    }

    Term workspaceTerm() {
        return new Term(TextDocuments.WORKSPACE, workspace);
    }

    /** Match documents with any of the text's words; a word said twice counts twice, as BM25 has it. */
    Query words(String text, TextAnalysis analysis) {
        Map<String, Integer> words = analysis.count(TextDocuments.WORDS, prefix, text, MAX_WORDS);
        if (words.isEmpty()) {
            return new MatchNoDocsQuery("no words");
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        words.forEach((word, count) -> {
            Query query = new TermQuery(new Term(TextDocuments.WORDS, word));
            any.add(count == 1 ? query : new BoostQuery(query, count), Occur.SHOULD);
        });
        return any.build();
    }

    Query visible(Query query, IndexFilter filter, long now) {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(query, Occur.MUST);
        if (!(filter instanceof IndexFilter.All)) {
            all.add(filter(filter), Occur.FILTER);
        }
        return all.add(LongField.newRangeQuery(TextDocuments.EXPIRES, Long.MIN_VALUE, now), Occur.MUST_NOT)
                .build();
    }

    Query ids(Collection<String> ids) {
        return set(TextDocuments.KEY, ids);
    }

    Query all() {
        return new TermQuery(workspaceTerm());
    }

    // Java 17 has no switch over sealed types, hence the chain
    private Query filter(IndexFilter filter) {
        if (filter instanceof IndexFilter.Term term) {
            return new TermQuery(new Term(TextDocuments.TERM, prefix + term.term()));
        }
        if (filter instanceof IndexFilter.AnyTerm any) {
            return set(TextDocuments.TERM, any.terms());
        }
        if (filter instanceof IndexFilter.And and) {
            return and.filters().isEmpty() ? all() : combine(and.filters(), Occur.FILTER);
        }
        if (filter instanceof IndexFilter.Or or) {
            return or.filters().isEmpty()
                    ? new MatchNoDocsQuery("nothing to choose")
                    : combine(or.filters(), Occur.SHOULD);
        }
        if (filter instanceof IndexFilter.Not not) {
            return new BooleanQuery.Builder()
                    .add(all(), Occur.FILTER)
                    .add(filter(not.filter()), Occur.MUST_NOT)
                    .build();
        }
        if (filter instanceof IndexFilter.CreatedRange range) {
            return range(TextDocuments.CREATED, range.from(), range.to());
        }
        if (filter instanceof IndexFilter.UpdatedRange range) {
            return range(TextDocuments.UPDATED, range.from(), range.to());
        }
        if (filter instanceof IndexFilter.Ids ids) {
            return ids(ids.ids());
        }
        return all();
    }

    private Query combine(List<IndexFilter> filters, Occur occur) {
        BooleanQuery.Builder combined = new BooleanQuery.Builder();
        filters.forEach(filter -> combined.add(filter(filter), occur));
        return combined.build();
    }

    private Query set(String field, Collection<String> values) {
        return new TermInSetQuery(
                field,
                values.stream().map(value -> new BytesRef(prefix + value)).toList());
    }

    private static Query range(String field, long from, long to) {
        return to <= from ? new MatchNoDocsQuery("empty range") : LongField.newRangeQuery(field, from, to - 1);
    }
}
