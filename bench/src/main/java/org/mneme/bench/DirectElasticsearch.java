package org.mneme.bench;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.KnnSearch;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;

/**
 * Keep memories with the official client and nothing else: an index of one's own, a document for each memory, the words and
 * the vector beside each other.
 */
final class DirectElasticsearch implements SearchedStorage {

    private static final String WORKSPACE = "direct";
    /** As many as the storage plugin compares by default. */
    private static final int CANDIDATES = 200;
    /** How many times as many vectors as wanted are measured again, where they are. */
    private static final float OVERSAMPLE = 10;

    private final RestClient rest;
    private final ElasticsearchClient client;
    private final String index;
    private final Corpus corpus;

    DirectElasticsearch(String uri, String index, Corpus corpus) {
        this.rest = RestClient.builder(HttpHost.create(uri)).build();
        this.client = new ElasticsearchClient(new RestClientTransport(rest, new JacksonJsonpMapper()));
        this.index = index;
        this.corpus = corpus;
        String body = """
                {"settings": {"number_of_shards": 4, "number_of_replicas": 0},
                 "mappings": {"dynamic": "strict", "_routing": {"required": true}, "properties": {
                   "workspace": {"type": "keyword"}, "namespace": {"type": "keyword"}, "tags": {"type": "keyword"},
                   "content": {"type": "text"}, "created": {"type": "date"},
                   "vector": {"type": "dense_vector", "dims": %d, "similarity": "cosine",
                              "index_options": {"type": "int8_hnsw", "m": 16, "ef_construction": 100}}}}}
                """.formatted(corpus.vector(0).length);
        try {
            client.indices().create(create -> create.index(index).withJson(new StringReader(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> document(int number) {
        return Map.of(
                "workspace",
                WORKSPACE,
                "namespace",
                Corpus.namespace(number),
                "tags",
                List.of(Corpus.tag(number)),
                "content",
                Texts.memory(number),
                "created",
                System.currentTimeMillis(),
                "vector",
                corpus.vector(number));
    }

    @Override
    public String name() {
        return "client called directly";
    }

    @Override
    public void fill(int from, int until) {
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(index);
        for (int number = from; number < until; number++) {
            int each = number;
            bulk.operations(operation -> operation.create(
                    create -> create.id(Preload.id(each)).routing(WORKSPACE).document(document(each))));
        }
        try {
            if (client.bulk(bulk.build()).errors()) {
                throw new IllegalStateException("not stored");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void store(int number) {
        try {
            client.create(create -> create.index(index)
                    .id(Preload.id(number))
                    .routing(WORKSPACE)
                    .document(document(number)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has to be done at least: see what there is, look for the nearest, store it. */
    @Override
    public void storeUnlessKnown(int number) {
        try {
            client.indices().refresh(refresh -> refresh.index(index));
            search(corpus.vector(number), null, Corpus.namespace(number), null);
            store(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> search(float[] vector, String text, String namespace, String tag) {
        return search(vector, text, namespace, tag, false);
    }

    /**
     * Return the same index, searched with what the storage promises: the nearest by their exact similarity, and whatever
     * anybody has written before.
     */
    SearchedStorage promisingTheSame() {
        return new SearchedStorage() {
            @Override
            public String name() {
                return "client called directly, promising the same";
            }

            @Override
            public void fill(int from, int until) {
                DirectElasticsearch.this.fill(from, until);
            }

            @Override
            public void store(int number) {
                DirectElasticsearch.this.store(number);
            }

            @Override
            public void storeUnlessKnown(int number) {
                DirectElasticsearch.this.storeUnlessKnown(number);
            }

            @Override
            public List<String> search(float[] vector, String text, String namespace, String tag) {
                try {
                    client.indices().refresh(refresh -> refresh.index(index));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return DirectElasticsearch.this.search(vector, text, namespace, tag, true);
            }

            @Override
            public void close() {
                // the index is the other's
            }
        };
    }

    private List<String> search(float[] vector, String text, String namespace, String tag, boolean exactly) {
        List<Query> filters = new ArrayList<>();
        filters.add(term("workspace", WORKSPACE));
        if (namespace != null) {
            filters.add(term("namespace", namespace));
        }
        if (tag != null) {
            filters.add(term("tags", tag));
        }
        List<Float> query = new ArrayList<>(vector.length);
        for (float component : vector) {
            query.add(component);
        }
        SearchRequest.Builder request = new SearchRequest.Builder()
                .index(index)
                .routing(WORKSPACE)
                .size(10)
                .source(source -> source.filter(filter -> filter.excludes("vector")));
        Optional<Query> said = Optional.ofNullable(text)
                .map(words -> Query.of(asked -> asked.bool(bool -> bool.must(must ->
                                must.match(match -> match.field("content").query(words)))
                        .filter(filters))));
        if (exactly) {
            // within the query, which is faster than beside it where vectors are measured again
            Query nearest = Query.of(asked -> asked.knn(knn -> knn.field("vector")
                    .queryVector(query)
                    .k(10)
                    .numCandidates(CANDIDATES)
                    .filter(filters)
                    .rescoreVector(rescore -> rescore.oversample(OVERSAMPLE))));
            request.query(asked ->
                    asked.bool(bool -> bool.should(nearest).should(said.stream().toList())));
        } else {
            said.ifPresent(request::query);
            request.knn(KnnSearch.of(knn -> knn.field("vector")
                    .queryVector(query)
                    .k(10)
                    .numCandidates(CANDIDATES)
                    .filter(filters)));
        }
        try {
            List<String> found = new ArrayList<>();
            client.search(request.build(), ObjectNode.class).hits().hits().forEach(hit -> found.add(hit.id()));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Query term(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(FieldValue.of(value))));
    }

    @Override
    public void close() {
        try {
            rest.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
