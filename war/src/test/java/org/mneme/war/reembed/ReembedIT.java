package org.mneme.war.reembed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/**
 * Change from one real model to another and back, while clients read and write and the server is killed.
 *
 * <p>That models are never mixed is seen in a namespace that nobody writes to: whatever a search of it answers at any time
 * must be, score by score, what one of the two models answers alone.
 */
class ReembedIT {

    private static final int MEMORIES = Integer.getInteger("mneme.it.reembed.memories", 144);
    private static final int RATE = Integer.getInteger("mneme.it.reembed.rate", 40);
    private static final Questions QUESTIONS = new Questions(MEMORIES);
    private static final List<Questions.Question> ASKED = QUESTIONS.all();
    private static final int WRITERS = 5;
    private static final int READERS = 5;
    private static final String MINILM = "onnx:all-minilm-l6-v2-q";
    private static final String BGE = "onnx:bge-small-en-v1.5-q";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a reader was answered, and which part of the change that was in. */
    private record Seen(int question, Phase before, Phase after, String answer) {}

    private enum Phase {
        FILLING,
        SWITCHING,
        SWITCHED,
        GOING_BACK,
        BACK
    }

    /** A memory of a writer: the last content it was told was stored, and one that may be, too. */
    private record Write(String acknowledged, String attempted) {}

    private final Map<String, Write> writes = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private volatile Phase phase = Phase.FILLING;
    private volatile boolean killing;
    private volatile boolean stopped;
    private final Map<Integer, String> ids = new ConcurrentHashMap<>();

    private final PackagedServer.Builder builder = PackagedServer.builder()
            .environment("MNEME_EMBEDDING", "onnx")
            .environment("MNEME_EMBEDDING_ONNX_MODEL", "all-minilm-l6-v2")
            .environment("MNEME_REEMBED_EMBEDDING", "onnx")
            .environment("MNEME_REEMBED_EMBEDDING_ONNX_MODEL", "bge-small-en-v1.5")
            .environment("MNEME_REEMBED_RATE", String.valueOf(RATE));

    @Test
    void theModelIsChangedAndChangedBackUnderLoadAndKills() throws Exception {
        PackagedServer server = builder.start();
        try {
            store(server.http());
            List<String> byMiniLm = answers(server.http());
            status(server).has("/state", "idle").has("/active/model", MINILM).has("/filled", 0);
            admin(server, "POST", "/switch").expect(MEMORIES > 500 ? 409 : 200);
            if (MEMORIES <= 500) {
                // few enough for the switch to fill them all itself: begin anew
                admin(server, "POST", "/rollback").expect(200).has("/active/model", MINILM);
                admin(server, "DELETE", "").expect(200).has("/filled", 0).has("/state", "idle");
            }

            long began = System.nanoTime();
            admin(server, "POST", "").expect(202).has("/state", "filling");
            List<Future<?>> running = startClients(server.http());
            for (int kill = 1; kill <= 2; kill++) {
                server = killAfter(server, kill * MEMORIES / 3);
            }
            awaitComplete(server, BGE);
            long filling = System.nanoTime() - began;

            phase = Phase.SWITCHING;
            long switching = System.nanoTime();
            admin(server, "POST", "/switch").expect(200).has("/active/model", BGE);
            switching = System.nanoTime() - switching;
            phase = Phase.SWITCHED;
            List<String> byBge = answers(server.http());
            awaitComplete(server, MINILM);

            phase = Phase.GOING_BACK;
            long back = System.nanoTime();
            admin(server, "POST", "/rollback").expect(200).has("/active/model", MINILM);
            back = System.nanoTime() - back;
            phase = Phase.BACK;
            assertThat(answers(server.http())).as("the former model again").isEqualTo(byMiniLm);
            stopped = true;
            for (Future<?> client : running) {
                client.get(60, TimeUnit.SECONDS);
            }

            assertThat(refused).as("requests refused while the server ran").isEmpty();
            everyWriteIsThere(server.http());
            everyAnswerIsOfOneModel(byMiniLm, byBge);
            System.out.printf(
                    "Re-embedding %d memories and %d written meanwhile: %.1f s, two kills included; switch %d ms, back %d ms;"
                            + " %d searches%n",
                    MEMORIES, writes.size(), filling / 1e9, switching / 1_000_000, back / 1_000_000, seen.size());
            print("MiniLM, before and after going back", byMiniLm);
            print("bge-small, after the switch", byBge);
            assertThat(QUESTIONS.ofLabelled(byBge, ids).recall())
                    .as("search quality after the switch")
                    .isGreaterThanOrEqualTo(QUESTIONS.ofLabelled(byMiniLm, ids).recall() - 0.05)
                    .isGreaterThan(0.9);
        } finally {
            stopped = true;
            clients.shutdown();
            server.kill();
        }
    }

    private void print(String model, List<String> answers) {
        System.out.printf(
                "%s: by hand %s; made %s%n", model, QUESTIONS.ofLabelled(answers, ids), QUESTIONS.ofMade(answers, ids));
    }

    private Answer status(PackagedServer server) {
        return admin(server, "GET", "").expect(200);
    }

    private static Answer admin(PackagedServer server, String method, String path) {
        return server.http()
                .request(method, "/admin/v1/reembed" + path)
                .key(TestKeys.ADMIN)
                .send();
    }

    private void awaitComplete(PackagedServer server, String model) {
        await().atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> nearlyAll(status(server).has("/filling/model", model)));
    }

    /** Under load some were always written just now: the switch sees to those. */
    private static boolean nearlyAll(Answer status) {
        return status.at("/total").asLong() - status.at("/filled").asLong() <= 20;
    }

    private void store(WireClient http) throws Exception {
        List<String> contents = QUESTIONS.contents();
        AtomicInteger number = new AtomicInteger();
        List<Future<?>> storing = new ArrayList<>();
        for (int client = 0; client < WRITERS + READERS; client++) {
            storing.add(clients.submit(() -> {
                for (int i = number.getAndIncrement(); i < MEMORIES; i = number.getAndIncrement()) {
                    ids.put(i, store(http, "fixed", contents.get(i)).expect(201).text("/id"));
                }
            }));
        }
        for (Future<?> each : storing) {
            each.get(20, TimeUnit.MINUTES);
        }
    }

    private static Answer store(WireClient http, String namespace, String content) {
        return http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", namespace))
                .send();
    }

    /** Kill the server once so many are filled in, and see that the next one goes on there by itself. */
    private PackagedServer killAfter(PackagedServer server, int filled) {
        await().atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> status(server).at("/filled").asInt() >= filled);
        int atLeast = status(server).at("/filled").asInt();
        killing = true;
        server.kill();
        PackagedServer again = builder.start();
        killing = false;
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(status(again).text("/state")).isIn("filling", "complete"));
        // a change of a memory drops its vectors of the model that is filled in
        assertThat(status(again).at("/filled").asInt()).isGreaterThan(atLeast - WRITERS * 4);
        return again;
    }

    private List<Future<?>> startClients(WireClient http) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            running.add(clients.submit(() -> untilStopped(() -> write(http))));
        }
        for (int i = 0; i < READERS; i++) {
            running.add(clients.submit(() -> untilStopped(() -> read(http))));
        }
        return running;
    }

    /** A client that pauses between its requests, as people and agents do. */
    private void untilStopped(Runnable request) {
        while (!stopped) {
            try {
                request.run();
                TimeUnit.MILLISECONDS.sleep(100 + ThreadLocalRandom.current().nextInt(200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write(WireClient http) {
        int number = next.incrementAndGet();
        String content = "Note " + number + ": " + Facts.said(number) + " " + Long.toString(number * 7919L, 36);
        boolean calm = !killing;
        try {
            Answer answer = http.post("/v1/memory")
                    .key(TestKeys.RETAINDB)
                    .json(Map.of("content", content))
                    .send();
            if (answer.status() != 201) {
                noteRefusal(calm, answer);
                return;
            }
            String id = answer.text("/memory_id");
            writes.put(id, new Write(content, content));
            if (number % 3 == 0) {
                change(http, id, content);
            }
        } catch (RuntimeException e) {
            noteFailure(calm, e);
        }
    }

    private void change(WireClient http, String id, String content) {
        String changed = content + " It was changed.";
        boolean calm = !killing;
        writes.put(id, new Write(content, changed));
        Answer answer = http.put("/v1/memory/" + id)
                .key(TestKeys.RETAINDB)
                .json(Map.of("content", changed))
                .send();
        if (answer.status() == 200) {
            writes.put(id, new Write(changed, changed));
        } else {
            noteRefusal(calm, answer);
        }
    }

    private void read(WireClient http) {
        int question = ThreadLocalRandom.current().nextInt(ASKED.size());
        boolean calm = !killing;
        Phase before = phase;
        try {
            Answer answer = search(http, question);
            if (answer.status() != 200) {
                noteRefusal(calm, answer);
                return;
            }
            seen.add(new Seen(question, before, phase, scores(answer)));
        } catch (RuntimeException e) {
            noteFailure(calm, e);
        }
    }

    private void noteRefusal(boolean calm, Answer answer) {
        if (calm && !killing) {
            refused.add(answer.status() + " " + answer.body());
        }
    }

    private void noteFailure(boolean calm, RuntimeException e) {
        if (calm && !killing) {
            refused.add(e.toString());
        }
    }

    private static Answer search(WireClient http, int question) {
        return http.post("/v1/memories/search")
                .key(TestKeys.RETAINR)
                .json(Map.of("query", ASKED.get(question).text(), "namespace", "fixed", "limit", 10))
                .send();
    }

    private static String scores(Answer answer) {
        StringBuilder text = new StringBuilder();
        for (JsonNode result : answer.at("/results")) {
            text.append("%s %.4f%n"
                    .formatted(result.path("id").asText(), result.path("score").asDouble()));
        }
        return text.toString();
    }

    private List<String> answers(WireClient http) {
        return IntStream.range(0, ASKED.size())
                .mapToObj(question -> scores(search(http, question).expect(200)))
                .toList();
    }

    private void everyAnswerIsOfOneModel(List<String> byMiniLm, List<String> byBge) {
        assertThat(byMiniLm).as("the models can be told apart").doesNotContainAnyElementsOf(byBge);
        // the switch and the way back may be done before anybody asks
        for (Phase each : List.of(Phase.FILLING, Phase.SWITCHED, Phase.BACK)) {
            assertThat(seen).as("%s", each).anyMatch(answer -> answer.before() == each);
        }
        for (Seen answer : seen) {
            List<String> right = new ArrayList<>();
            if (answer.before() != Phase.SWITCHED || answer.after() != Phase.SWITCHED) {
                right.add(byMiniLm.get(answer.question()));
            }
            if (answer.after() != Phase.FILLING && answer.before() != Phase.BACK) {
                right.add(byBge.get(answer.question()));
            }
            assertThat(right).as("%s", answer).contains(answer.answer());
        }
    }

    private void everyWriteIsThere(WireClient http) throws IOException {
        Map<String, String> stored = export(http);
        assertThat(writes).hasSizeGreaterThan(WRITERS * 5);
        writes.forEach((id, write) ->
                assertThat(stored.get(id)).as("memory %s", id).isIn(write.acknowledged(), write.attempted()));
        assertThat(stored).containsKeys(ids.values().toArray(String[]::new));
        // and each is found by the vector of what it says
        List<String> written = new ArrayList<>(writes.keySet());
        for (String id : written.subList(Math.max(0, written.size() - 100), written.size())) {
            JsonNode found = http.post("/v1/memory/search")
                    .key(TestKeys.RETAINDB)
                    .json(Map.of("query", stored.get(id), "profile", "fast", "top_k", 1))
                    .expect(200)
                    .at("/results/0");
            assertThat(found.at("/memory/id").asText()).as(stored.get(id)).isEqualTo(id);
            assertThat(found.path("similarity").asDouble()).isGreaterThan(0.999);
        }
    }

    private static Map<String, String> export(WireClient http) throws IOException {
        Map<String, String> memories = new HashMap<>();
        String lines = http.get("/v1/memories/export")
                .key(TestKeys.RETAINR)
                .send()
                .expect(200)
                .body();
        for (String line : lines.lines().toList()) {
            JsonNode memory = JSON.readTree(line);
            memories.put(memory.path("id").asText(), memory.path("content").asText());
        }
        return memories;
    }

    @Test
    void aStartWithAModelThatDoesNotFitExplainsItselfAndChangesNothing() {
        builder.without("MNEME_REEMBED_EMBEDDING").without("MNEME_REEMBED_EMBEDDING_ONNX_MODEL");
        try (PackagedServer server = builder.start()) {
            store(server.http(), "n", "The meeting is on Monday").expect(201);
            status(server).has("/state", "not_configured").has("/active/model", MINILM);
            admin(server, "POST", "").expect(409).has("/code", "reembed_not_configured");
        }
        builder.environment("MNEME_EMBEDDING_ONNX_MODEL", "bge-small-en-v1.5");
        assertThat(consoleOfFailedStart())
                .contains("mneme.embedding: the stored vectors were made by " + MINILM)
                .contains("the configured model is " + BGE)
                .contains("give it as mneme.reembed.embedding", "POST /admin/v1/reembed")
                .doesNotContain("\tat org.");

        builder.environment("MNEME_REEMBED_EMBEDDING", "onnx");
        builder.environment("MNEME_REEMBED_EMBEDDING_ONNX_MODEL", "bge-small-en-v1.5");
        builder.environment("MNEME_EMBEDDING_ONNX_MODEL", "all-minilm-l6-v2");
        try (PackagedServer server = builder.start()) {
            status(server).has("/state", "idle").has("/active/model", MINILM);
            admin(server, "POST", "").expect(202);
            admin(server, "POST", "/switch").expect(200).has("/active/model", BGE);
        }
        builder.environment("MNEME_EMBEDDING_ONNX_MODEL", "bge-small-en-v1.5");
        assertThat(consoleOfFailedStart()).contains("mneme.reembed.embedding: is the model in use, " + BGE);

        // whichever of the two is configured, the store knows which is active
        builder.environment("MNEME_REEMBED_EMBEDDING_ONNX_MODEL", "all-minilm-l6-v2");
        try (PackagedServer exchanged = builder.start()) {
            status(exchanged).has("/active/model", BGE).has("/configured/model", BGE);
            admin(exchanged, "DELETE", "").expect(200).has("/filled", 0).has("/active/model", BGE);
            admin(exchanged, "POST", "/rollback").expect(200).has("/active/model", BGE);
        }
    }

    private String consoleOfFailedStart() {
        PackagedServer server = builder.launch();
        assertThat(server.awaitEnd()).isEqualTo(1);
        return server.console();
    }
}
