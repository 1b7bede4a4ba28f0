package org.mneme.storage.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.StorageContract;
import org.mneme.tck.storage.StorageUnderTest;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Prove the storage contract on a real node. */
class ElasticsearchStorageTest extends StorageContract {

    @Override
    protected StorageUnderTest underTest() {
        return new OnElasticsearch();
    }

    /** A prefix for each store. */
    static final class OnElasticsearch implements StorageUnderTest {

        @Override
        public Storage open(String store, Clock clock, Path directory) {
            Map<String, String> options =
                    Map.of("hosts", uris(directory), "index-prefix", store, "shards", "1", "replicas", "0");
            return StorageUnderTest.of(new ElasticsearchStorageProvider(), name -> options)
                    .open(store, clock, directory);
        }

        /** Leave the address in the server's directory, for a process that writes in the server's place. */
        private static String uris(Path directory) {
            Path known = directory.resolve("cluster");
            try {
                return Files.exists(known)
                        ? Files.readString(known)
                        : Files.readString(Files.writeString(known, ElasticsearchNode.uris()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void drop(String store) {
            HttpHost host = HttpHost.create(ElasticsearchNode.uris().split(",")[0]);
            try (RestClient client = RestClient.builder(host).build()) {
                for (String index : List.of("-memories-v1", "-records-v1")) {
                    client.performRequest(new Request("DELETE", "/" + store + index));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
