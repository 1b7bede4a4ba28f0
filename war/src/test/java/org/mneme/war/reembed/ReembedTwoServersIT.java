package org.mneme.war.reembed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mneme.storage.jpa.PostgresServer;
import org.mneme.war.server.Answer;
import org.mneme.war.server.ChosenStorage;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/** On two servers with one PostgreSQL, or one Elasticsearch, a switch at one is a switch at the other, and so is the way back. */
@Tag("slow")
@ExtendWith(PostgresServer.class)
class ReembedTwoServersIT {

    private static final Questions QUESTIONS = new Questions(144);
    private static final String MINILM = "onnx:all-minilm-l6-v2-q";
    private static final String BGE = "onnx:bge-small-en-v1.5-q";

    private final List<PackagedServer> servers = new ArrayList<>();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Map<String, String> written = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @BeforeEach
    void start() {
        Map<String, String> storage = ChosenStorage.is(ChosenStorage.ELASTICSEARCH)
                ? ChosenStorage.elasticsearch("it-reembed-" + UUID.randomUUID())
                : Map.of(
                        "MNEME_STORAGE_JPA_URL",
                        PostgresServer.database("reembed"),
                        "MNEME_STORAGE_JPA_USER",
                        "postgres");
        for (int i = 0; i < 2; i++) {
            PackagedServer.Builder builder = PackagedServer.builder()
                    .environment("MNEME_EMBEDDING", "onnx")
                    .environment("MNEME_EMBEDDING_ONNX_MODEL", "all-minilm-l6-v2")
                    .environment("MNEME_REEMBED_EMBEDDING", "onnx")
                    .environment("MNEME_REEMBED_EMBEDDING_ONNX_MODEL", "bge-small-en-v1.5");
            storage.forEach(builder::environment);
            servers.add(builder.start());
        }
    }

    @AfterEach
    void stop() {
        stopped = true;
        clients.shutdown();
        servers.forEach(PackagedServer::kill);
    }

    @Test
    void aSwitchAtOneServerIsASwitchAtTheOther() throws Exception {
        List<String> contents = QUESTIONS.contents();
        for (int i = 0; i < contents.size(); i++) {
            store(i % 2, "fixed", contents.get(i)).expect(201);
        }
        List<String> byMiniLm = answers(0);
        sameAt(1, byMiniLm);

        admin(0, "POST", "").expect(202).has("/state", "filling");
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int server = i % 2;
            running.add(clients.submit(() -> untilStopped(server)));
        }
        awaitNearlyComplete(1, BGE);
        change(0, "/switch", BGE);
        admin(1, "GET", "").has("/active/model", BGE);
        List<String> byBge = answers(0);
        assertThat(byMiniLm).as("the models can be told apart").doesNotContainAnyElementsOf(byBge);
        sameAt(1, byBge);

        awaitNearlyComplete(0, MINILM);
        change(1, "/rollback", MINILM);
        sameAt(0, byMiniLm);
        sameAt(1, byMiniLm);

        stopped = true;
        for (Future<?> client : running) {
            client.get(60, TimeUnit.SECONDS);
        }
        assertThat(refused).as("requests refused").isEmpty();
        assertThat(written).hasSizeGreaterThan(20);
        written.forEach((id, content) -> {
            for (int server = 0; server < 2; server++) {
                isFoundAt(server, id, content);
            }
        });
    }

    private Answer admin(int server, String method, String path) {
        return servers.get(server)
                .http()
                .request(method, "/admin/v1/reembed" + path)
                .key(TestKeys.ADMIN)
                .send();
    }

    private void awaitNearlyComplete(int server, String model) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    Answer status = admin(server, "GET", "").expect(200).has("/filling/model", model);
                    return status.at("/total").asLong() - status.at("/filled").asLong() <= 20;
                });
    }

    /** The other server goes on storing, and may be the faster one for a while. */
    private void change(int server, String path, String model) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            Answer answer = admin(server, "POST", path);
            if (answer.status() == 409) {
                answer.has("/code", "reembed_busy");
                return false;
            }
            answer.expect(200).has("/active/model", model);
            return true;
        });
    }

    private void untilStopped(int server) {
        while (!stopped) {
            try {
                write(server);
                Answer found = search(
                        server,
                        ThreadLocalRandom.current().nextInt(QUESTIONS.all().size()));
                if (found.status() != 200) {
                    refused.add(found.status() + " " + found.body());
                }
                TimeUnit.MILLISECONDS.sleep(50 + ThreadLocalRandom.current().nextInt(200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write(int server) {
        String content = "Note " + UUID.randomUUID() + " of server " + server;
        Answer answer = store(server, "notes", content);
        if (answer.status() == 201) {
            written.put(answer.text("/id"), content);
        } else {
            refused.add(answer.status() + " " + answer.body());
        }
    }

    private Answer store(int server, String namespace, String content) {
        return servers.get(server)
                .http()
                .post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", namespace))
                .send();
    }

    private Answer search(int server, int question) {
        return search(server, "fixed", QUESTIONS.all().get(question).text(), 10);
    }

    private Answer search(int server, String namespace, String query, int limit) {
        return servers.get(server)
                .http()
                .post("/v1/memories/search")
                .key(TestKeys.RETAINR)
                .json(Map.of("query", query, "namespace", namespace, "limit", limit))
                .send();
    }

    private List<String> answers(int server) {
        List<String> answers = new ArrayList<>();
        for (int question = 0; question < QUESTIONS.all().size(); question++) {
            StringBuilder text = new StringBuilder();
            for (JsonNode result : search(server, question).expect(200).at("/results")) {
                text.append("%s %.4f%n"
                        .formatted(
                                result.path("id").asText(), result.path("score").asDouble()));
            }
            answers.add(text.toString());
        }
        return answers;
    }

    /**
     * On a database at once; on a cluster within the second in which a server still answers by the former model. A busy machine
     * takes half a minute to ask everything once.
     */
    private void sameAt(int server, List<String> answers) {
        if (ChosenStorage.is(ChosenStorage.ELASTICSEARCH)) {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(answers(server)).isEqualTo(answers));
            return;
        }
        assertThat(answers(server)).isEqualTo(answers);
    }

    /** At once, unless it was stored in the moment of a switch on a cluster, and is filled in after it. */
    private void isFoundAt(int server, String id, String content) {
        await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).untilAsserted(() -> {
            JsonNode best = search(server, "notes", content, 1).expect(200).at("/results/0");
            assertThat(best.path("id").asText()).as(content).isEqualTo(id);
            assertThat(best.path("score").asDouble()).isGreaterThan(0.999);
        });
    }
}
