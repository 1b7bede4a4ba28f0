package org.mneme.war.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.test.elasticsearch.ElasticsearchNode;
import org.mneme.war.server.Answer;
import org.mneme.war.server.ChosenStorage;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** A server that is given an Elasticsearch cluster and nothing else works, and says in time when that takes requests and never answers. */
class ClusterHangsIT {

    /** What a probe is patient for; a check of the storage takes up to two seconds. */
    private static final Duration PROBE = Duration.ofSeconds(4);

    @Test
    void aServerOnAClusterThatHangsLivesAndIsNotReadyUntilItGoesOn() {
        try (ElasticsearchNode node = ElasticsearchNode.single();
                PackagedServer server = PackagedServer.builder()
                        .environment("MNEME_STORAGE", ChosenStorage.ELASTICSEARCH)
                        .environment("MNEME_STORAGE_ELASTICSEARCH_HOSTS", node.uri())
                        .start()) {
            WireClient http = server.http();
            remember(http, "before");
            node.pause();
            try {
                for (int probe = 0; probe < 2; probe++) {
                    Answer ready = inTime(http, "/health/ready").expect(503).has("/status", "DOWN");
                    assertThat(ready.at("/checks").toString()).contains("\"elasticsearch\"", "DOWN");
                    inTime(http, "/health/live").expect(200).has("/status", "UP");
                }
            } finally {
                node.resume();
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> http.get("/health/ready").expect(200).has("/status", "UP"));
            remember(http, "after");
            http.get("/v1/memories?namespace=n")
                    .key(TestKeys.RETAINR)
                    .expect(200)
                    .has("/memories/0/content", "after");
        }
    }

    private static void remember(WireClient http, String content) {
        http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", "n"))
                .expect(201);
    }

    private static Answer inTime(WireClient http, String path) {
        long begun = System.nanoTime();
        Answer answer = http.get(path).send();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(path).isLessThan(PROBE);
        return answer;
    }
}
