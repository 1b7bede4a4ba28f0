package org.mneme.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchCluster;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Take the cluster away in every way it can be away: what cannot be done is refused in time, and done once it is back. */
class ClusterAwayTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    private static ElasticsearchCluster one;

    @TempDir
    private Path directory;

    private final String prefix = "away-" + Cluster.random().substring(0, 8);
    private ElasticsearchCluster cluster;
    private Storage storage;

    @BeforeAll
    static void start() {
        one = ElasticsearchCluster.start(1);
    }

    @AfterAll
    static void stop() {
        one.close();
    }

    private void use(ElasticsearchCluster used) {
        cluster = used;
        storage = Facts.open(
                new ElasticsearchStorageProvider(),
                directory,
                Map.of(
                        "hosts", cluster.uris(),
                        "index-prefix", prefix,
                        "replicas", "0",
                        "request-timeout", "4s",
                        "connect-timeout", "1s"));
        Facts.store(storage, 0, 20);
    }

    @AfterEach
    void close() {
        if (storage != null) {
            storage.close();
        }
    }

    @Test
    void anIndexThatIsReadOnlyBecauseTheDiskIsFullIsStillRead() throws Exception {
        use(one);
        settings("{\"index.blocks.read_only_allow_delete\": true}");
        assertRefused(() -> Facts.store(storage, 20, 21));
        Facts.assertFound(storage, List.of(3, 19));
        // what the block allows is to delete whole indices
        assertRefused(() -> storage.memories().delete(Facts.SCOPE, Facts.id(0)));
        settings("{\"index.blocks.read_only_allow_delete\": null}");
        assertThat(storage.memories().delete(Facts.SCOPE, Facts.id(0))).isTrue();
        Facts.store(storage, 20, 21);
        Facts.assertFound(storage, List.of(20));
    }

    @Test
    void aClusterThatDoesNotAnswerIsGivenUpInTime() {
        use(one);
        ElasticsearchNode node = cluster.node(0);
        node.pause();
        try {
            assertRefused(() -> storage.memories().get(Facts.SCOPE, Facts.id(3)));
            assertRefused(() -> Facts.saying(storage, 3));
            long begun = System.nanoTime();
            assertThat(storage.health().state()).isEqualTo(Health.State.DOWN);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2_500));
            assertRefused(() -> Facts.store(storage, 20, 21));
        } finally {
            node.resume();
        }
        awaitDone(() -> Facts.store(storage, 20, 21));
        assertThat(Facts.stored(storage)).hasSize(21);
    }

    @Test
    void aClusterThatRestartsIsUsedAgainOnceItIsBack() {
        use(one);
        cluster.node(0).kill();
        assertRefused(() -> storage.memories().get(Facts.SCOPE, Facts.id(3)));
        assertRefused(() -> Facts.store(storage, 20, 21));
        assertThat(storage.health().state()).isEqualTo(Health.State.DOWN);
        cluster.restart(0);
        awaitDone(() -> Facts.store(storage, 20, 21));
        assertThat(Facts.stored(storage)).hasSize(21);
        assertThat(storage.health().state()).isEqualTo(Health.State.UP);
    }

    @Test
    void aClusterWithoutAShardIsRedUntilTheNodeIsBack() throws Exception {
        try (ElasticsearchCluster three = ElasticsearchCluster.start(3)) {
            use(three);
            int holder = nodeOf(Facts.SCOPE.workspace());
            three.node(holder).kill();
            await().atMost(SOON).until(() -> storage.health().state() == Health.State.DOWN);
            assertRefused(() -> storage.memories().get(Facts.SCOPE, Facts.id(3)));
            assertRefused(() -> Facts.saying(storage, 3));
            assertRefused(() -> Facts.stored(storage));
            assertRefused(() -> Facts.store(storage, 20, 21));
            three.restart(holder);
            awaitDone(() -> Facts.store(storage, 20, 21));
            awaitDone(() -> Facts.assertFound(storage, List.of(3, 20)));
            assertThat(Facts.stored(storage)).hasSize(21);
        }
    }

    private static void assertRefused(ThrowingCallable work) {
        long begun = System.nanoTime();
        MemoryException refusal = catchThrowableOfType(MemoryException.class, work);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
        assertThat(refusal.retryAfter()).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    private static void awaitDone(Runnable work) {
        await().atMost(SOON).untilAsserted(() -> assertThatCode(work::run).doesNotThrowAnyException());
    }

    /** Change settings of the indices as an operator does, or as the cluster itself. */
    private void settings(String settings) throws IOException, InterruptedException {
        ask("/" + prefix + "-*/_settings", request -> request.PUT(HttpRequest.BodyPublishers.ofString(settings)));
    }

    /** Return the number of the node that has a workspace's memories. */
    private int nodeOf(String workspace) throws IOException, InterruptedException {
        String shards = ask(
                "/" + prefix + "-memories/_search_shards?filter_path=nodes.*.name&routing=" + workspace,
                HttpRequest.Builder::GET);
        Matcher name = Pattern.compile("node-(\\d)").matcher(shards);
        assertThat(name.find()).as(shards).isTrue();
        return Integer.parseInt(name.group(1));
    }

    private String ask(String path, UnaryOperator<HttpRequest.Builder> method)
            throws IOException, InterruptedException {
        URI uri = URI.create(cluster.node(0).uri() + path);
        HttpRequest request = method.apply(HttpRequest.newBuilder(uri).header("Content-Type", "application/json"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
