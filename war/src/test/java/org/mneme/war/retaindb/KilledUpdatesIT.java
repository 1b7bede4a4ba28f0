package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** A server that is killed while memories change leaves each as it was or as it shall be, whole: text, version, vector. */
@Tag("slow")
class KilledUpdatesIT {

    private static final int KILLS = Integer.getInteger("mneme.it.updates.kills", 2);
    private static final int WRITERS = 4;
    private static final int EACH = 8;

    private final List<String> ids = new ArrayList<>();

    /** How often each memory was changed and its caller told so. */
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(WRITERS * EACH);

    private final Random random = new Random(20_261_121);

    private static String content(int memory, int change) {
        return "Memory " + memory + " was changed " + change + " times, by " + Integer.toString(change * 7919, 36)
                + ".";
    }

    @Test
    void everyMemoryIsOldOrNewAndWhole() throws Exception {
        PackagedServer.Builder builder = PackagedServer.builder();
        for (int kill = 0; kill < KILLS; kill++) {
            PackagedServer server = builder.start();
            try {
                if (kill == 0) {
                    create(server.http());
                }
                changeUntilKilled(server);
            } finally {
                server.kill();
            }
            try (PackagedServer again = builder.start()) {
                IntStream.range(0, ids.size()).forEach(memory -> check(again.http(), memory));
            }
        }
        assertThat(IntStream.range(0, ids.size()).map(acknowledged::get).sum()).isGreaterThan(KILLS * ids.size());
    }

    private void create(WireClient http) {
        for (int memory = 0; memory < WRITERS * EACH; memory++) {
            ids.add(http.post("/v1/memory")
                    .key(TestKeys.RETAINDB)
                    .json(Map.of("content", content(memory, 0)))
                    .expect(201)
                    .text("/memory_id"));
        }
    }

    private void changeUntilKilled(PackagedServer server) throws InterruptedException {
        AtomicBoolean killed = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = writer * EACH;
            writers.execute(() -> change(server.http(), first, killed));
        }
        // not a wait for a condition: the kill comes at a moment nobody has chosen
        TimeUnit.MILLISECONDS.sleep(1_500 + random.nextInt(1_000));
        killed.set(true);
        server.kill();
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private void change(WireClient http, int first, AtomicBoolean killed) {
        for (int turn = 0; !killed.get(); turn++) {
            int memory = first + turn % EACH;
            int change = acknowledged.get(memory) + 1;
            try {
                int status = http.put("/v1/memory/" + ids.get(memory))
                        .key(TestKeys.RETAINDB)
                        .json(Map.of("content", content(memory, change)))
                        .send()
                        .status();
                if (status != 200) {
                    return;
                }
                acknowledged.set(memory, change);
            } catch (RuntimeException e) {
                // the server is gone in the middle of a request
                return;
            }
        }
    }

    private void check(WireClient http, int memory) {
        String id = ids.get(memory);
        JsonNode stored =
                http.get("/v1/memory/" + id).key(TestKeys.RETAINDB).expect(200).at("/memory");
        int change = stored.path("version").asInt() - 1;
        assertThat(change).isBetween(acknowledged.get(memory), acknowledged.get(memory) + 1);
        assertThat(stored.path("content").asText()).isEqualTo(content(memory, change));
        // the unacknowledged change, too, is the base of the next
        acknowledged.set(memory, change);

        JsonNode versions = http.get("/v1/memory/" + id + "/versions")
                .key(TestKeys.RETAINDB)
                .expect(200)
                .at("/versions");
        assertThat(versions.findValuesAsText("content"))
                .isEqualTo(IntStream.rangeClosed(0, change)
                        .mapToObj(each -> content(memory, each))
                        .toList());
        JsonNode found = http.post("/v1/memory/search")
                .key(TestKeys.RETAINDB)
                .json(Map.of("query", content(memory, change), "profile", "fast", "top_k", 1))
                .expect(200)
                .at("/results/0");
        assertThat(found.at("/memory/id").asText()).isEqualTo(id);
        assertThat(found.path("similarity").asDouble()).isGreaterThan(0.999);
    }
}
