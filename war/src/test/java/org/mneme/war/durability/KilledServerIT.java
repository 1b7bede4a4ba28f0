package org.mneme.war.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/**
 * Kill the packaged server under write load, time and again, and look for every write it has acknowledged: as a row, and by
 * its vector.
 */
class KilledServerIT {

    /** Some in every build, because each costs a start; a hundred are asked for with {@code -Dmneme.it.kills=100}. */
    private static final int KILLS = Integer.getInteger("mneme.it.kills", 10);

    private static final int WRITERS = 8;
    private static final int SEARCHED_AFTER_EACH = 25;
    private static final String NAMESPACE = "killed";

    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Random random = new Random(20_261_121);

    @Test
    void everyAcknowledgedWriteIsThereAfterEveryKill() throws Exception {
        PackagedServer.Builder builder = PackagedServer.builder().environment("MNEME_EMBEDDING", "hashing");
        for (int kill = 1; kill <= KILLS; kill++) {
            PackagedServer server = builder.start();
            try {
                check(server.http(), kill);
                writeUntilKilled(server);
            } finally {
                server.kill();
            }
        }
        try (PackagedServer server = builder.start()) {
            check(server.http(), KILLS + 1);
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * WRITERS);
    }

    private void writeUntilKilled(PackagedServer server) throws InterruptedException {
        AtomicBoolean killed = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.execute(() -> write(server.http(), killed));
        }
        // not a wait for a condition: the kill comes at a moment nobody has chosen
        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(900));
        killed.set(true);
        server.kill();
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private void write(WireClient http, AtomicBoolean killed) {
        while (!killed.get()) {
            String content = "Fact number " + next.incrementAndGet() + " about " + Long.toString(random.nextLong(), 36);
            try {
                Answer answer = http.post("/v1/memories")
                        .key(TestKeys.RETAINR)
                        .json(Map.of("content", content, "namespace", NAMESPACE))
                        .send();
                if (answer.status() == 201) {
                    acknowledged.put(answer.text("/id"), content);
                }
            } catch (RuntimeException e) {
                // the server is gone in the middle of a request: nothing was acknowledged
                return;
            }
        }
    }

    private void check(WireClient http, int round) throws IOException {
        Map<String, String> stored = export(http);
        assertThat(stored)
                .as("acknowledged writes in the export before kill %d", round)
                .containsAllEntriesOf(acknowledged);
        int total = http.get("/v1/memories?limit=1&namespace=" + NAMESPACE)
                .key(TestKeys.RETAINR)
                .send()
                .expect(200)
                .at("/total")
                .asInt();
        assertThat(total).as("what the list counts, and what the export holds").isEqualTo(stored.size());
        // what was stored without being acknowledged must be whole, too
        List<String> ids = new ArrayList<>(stored.keySet());
        for (int i = 0; i < Math.min(SEARCHED_AFTER_EACH, ids.size()); i++) {
            String id = ids.get(random.nextInt(ids.size()));
            Answer found = http.post("/v1/memories/search")
                    .key(TestKeys.RETAINR)
                    .json(Map.of("query", stored.get(id), "namespace", NAMESPACE, "limit", 1))
                    .send()
                    .expect(200);
            found.has("/results/0/id", id);
            assertThat(found.at("/results/0/score").asDouble()).isGreaterThan(0.999);
        }
    }

    private static Map<String, String> export(WireClient http) throws IOException {
        Map<String, String> memories = new HashMap<>();
        String lines = http.get("/v1/memories/export?namespace=" + NAMESPACE)
                .key(TestKeys.RETAINR)
                .send()
                .expect(200)
                .body();
        for (String line : lines.lines().toList()) {
            JsonNode memory = new ObjectMapper().readTree(line);
            memories.put(memory.path("id").asText(), memory.path("content").asText());
        }
        return memories;
    }
}
