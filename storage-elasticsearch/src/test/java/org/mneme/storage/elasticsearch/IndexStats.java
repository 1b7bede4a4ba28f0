package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Ask the node, beside the storage under test, what it has done for some indices. */
final class IndexStats {

    private IndexStats() {}

    /** Return what the node counts of the indices whose names begin so, each and in all. */
    static JsonNode of(String prefix) {
        try (RestClient client = client()) {
            return json(client, "GET", "/" + prefix + "*/_stats");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RestClient client() {
        return RestClient.builder(HttpHost.create(ElasticsearchNode.uris().split(",")[0]))
                .build();
    }

    static JsonNode json(RestClient client, String method, String path) throws IOException {
        return Codec.MAPPER.readTree(
                client.performRequest(new Request(method, path)).getEntity().getContent());
    }
}
