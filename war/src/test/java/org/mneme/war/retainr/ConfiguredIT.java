package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.Tenant;

/** What an operator can change about the retainr dialect. */
class ConfiguredIT {

    @Test
    void aDefaultNamespaceAndAMonthlyQuotaAreWhatIsConfigured() {
        try (PackagedServer server = PackagedServer.builder()
                .environment("MNEME_EMBEDDING", "hashing")
                .environment("MNEME_RETAINR_DEFAULT_NAMESPACE", "everybody")
                .environment("MNEME_PLANS_BUILDER_MEMORY_OPS_PER_MONTH", "3")
                .start()) {
            Tenant tenant = Tenant.create(server.http(), "builder", "retainr");
            tenant.post("/v1/memories")
                    .json("{\"content\":\"text\"}")
                    .expect(201)
                    .has("/namespace", "everybody");
            tenant.post("/v1/memories").json("{\"content\":\"\"}").expect(400);
            tenant.search(Map.of("query", "text"));
            tenant.post("/v1/memories/context").json(Map.of("query", "text")).expect(200);

            Answer refused = tenant.post("/v1/memories/search")
                    .json(Map.of("query", "text"))
                    .expect(429)
                    .has("/error", "rate_limited");
            assertThat(refused.header("Retry-After"))
                    .hasValueSatisfying(seconds -> assertThat(Duration.ofSeconds(Long.parseLong(seconds)))
                            .isBetween(Duration.ofSeconds(1), Duration.ofDays(31)));
            tenant.get("/v1/memories").expect(200).has("/total", 1);
            tenant.get("/v1/workspace").expect(200).has("/usage/memory_ops", 3).has("/usage/limit", 3);
        }
    }

    @Test
    void withoutItsEmbeddingServiceTheServerSaysSoAndCountsNothing() throws IOException {
        try (PackagedServer server = PackagedServer.builder()
                .environment("MNEME_EMBEDDING", "ollama")
                .environment("MNEME_EMBEDDING_OLLAMA_URL", "http://127.0.0.1:" + closedPort())
                .environment("MNEME_EMBEDDING_OLLAMA_MODEL", "any")
                .environment("MNEME_EMBEDDING_OLLAMA_DIMENSION", "8")
                .environment("MNEME_EMBEDDING_OLLAMA_RETRY_FOR", "0s")
                .launch()) {
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .ignoreExceptions()
                    .until(() -> server.http().get("/health").send().status() == 200);
            Tenant tenant = Tenant.create(server.http());
            for (Answer answer : new Answer[] {
                tenant.post("/v1/memories").json(Examples.STORE).expect(503),
                tenant.post("/v1/memories/search").json(Examples.SEARCH).expect(503),
                tenant.post("/v1/memories/context").json(Examples.CONTEXT).expect(503)
            }) {
                answer.has("/error", "embedding_unavailable");
                assertThat(answer.header("Retry-After"))
                        .hasValueSatisfying(
                                seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
            }
            tenant.get("/v1/memories").expect(200).has("/total", 0);
            tenant.get("/v1/workspace").expect(200).has("/usage/memory_ops", 0);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
