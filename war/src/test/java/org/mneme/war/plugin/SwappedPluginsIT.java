package org.mneme.war.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.core.plugin.SamplePlugins;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;

/**
 * An embedding and a notifier plugin are replaced again and again under a load of requests.
 *
 * <p>{@code -Dmneme.it.plugin-swaps=100} for the full size, and {@code -Dmneme.it.plugin-rate=100} requests a second.
 */
class SwappedPluginsIT {

    private static final int SWAPS = Integer.getInteger("mneme.it.plugin-swaps", 20);
    private static final int RATE = Integer.getInteger("mneme.it.plugin-rate", 40);
    private static final int WARM_UP = 5;

    @TempDir
    private Path data;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();
    private final Semaphore underWay = new Semaphore(200);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void noRequestFailsAndTheClassesAreGivenBack() throws Exception {
        Path jars = data.resolve("plugins");
        write(jars, 0);
        try (PackagedServer server = PackagedServer.builder()
                .dataDirectory(data)
                .environment("MNEME_EMBEDDING", "vectors")
                .start()) {
            ServerMemory memory = ServerMemory.of(server);
            server.http()
                    .post("/v1/webhooks")
                    .key(TestKeys.RETAINR)
                    .json(Map.of("name", "notes", "url", "notes:events", "event_type", "memory.created"))
                    .expect(201);
            ScheduledExecutorService load = Executors.newScheduledThreadPool(1);
            long begin = System.nanoTime();
            load.scheduleAtFixedRate(() -> send(server), 0, 1_000_000 / RATE, TimeUnit.MICROSECONDS);
            for (int swap = 1; swap <= WARM_UP; swap++) {
                swap(server, jars, swap);
            }
            ServerMemory.Figures before = memory.afterCollection();
            for (int swap = WARM_UP + 1; swap <= WARM_UP + SWAPS; swap++) {
                swap(server, jars, swap);
            }
            load.shutdown();
            assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            assertThat(underWay.tryAcquire(200, 60, TimeUnit.SECONDS)).isTrue();
            ServerMemory.Figures after = memory.afterCollection();
            System.out.printf(
                    "%d swaps of 2 plugins, %d requests in %d s, %d failed; before %s, after %s%n",
                    SWAPS, sent.get(), seconds, failures.size(), before, after);

            assertThat(failures).isEmpty();
            assertThat(sent.get()).isGreaterThan(SWAPS);
            assertThat(after.loaders()).as("class loaders of plugins").isEqualTo(2);
            assertThat(after.classes()).as("loaded classes").isLessThanOrEqualTo(before.classes() + 300);
            assertThat(after.metaspace()).as("metaspace").isLessThan(before.metaspace() + 4 * 1024 * 1024);
            await("every event is delivered")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(delivered()).isEqualTo(stored.get()));
            await("copies of replaced jars are removed")
                    .untilAsserted(() -> assertThat(copies()).isEqualTo(2));
        }
    }

    private static void write(Path jars, int version) {
        SamplePlugins.embedding(String.valueOf(version)).write(jars.resolve("vectors.jar"));
        SamplePlugins.notifier(String.valueOf(version)).write(jars.resolve("notes.jar"));
    }

    private void swap(PackagedServer server, Path jars, int version) {
        write(jars, version);
        JsonNode answer = server.http()
                .post("/admin/v1/plugins/reload")
                .key(TestKeys.ADMIN)
                .expect(200)
                .json();
        assertThat(answer.at("/changes").findValuesAsText("outcome"))
                .as(answer.toString())
                .containsExactly("replaced", "replaced");
        List<String> versions = StreamSupport.stream(answer.at("/plugins").spliterator(), false)
                .filter(plugin -> plugin.get("jar").asText().matches("vectors.jar|notes.jar"))
                .map(plugin -> plugin.at("/health/message").asText())
                .toList();
        assertThat(versions).containsExactly(String.valueOf(version), String.valueOf(version));
    }

    /** Store, or search: both embed. */
    private void send(PackagedServer server) {
        if (!underWay.tryAcquire()) {
            failures.add("more than 200 requests are waiting for an answer");
            return;
        }
        int number = sent.incrementAndGet();
        boolean store = number % 2 == 0;
        String body = store
                ? "{\"namespace\":\"n\",\"content\":\"memory number " + number + "\"}"
                : "{\"namespace\":\"n\",\"query\":\"which memory is number " + number + "\",\"limit\":3}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.baseUri() + (store ? "/v1/memories" : "/v1/memories/search")))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + TestKeys.RETAINR)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            underWay.release();
            if (failure != null) {
                failures.add(failure.toString());
            } else if (answer.statusCode() != (store ? 201 : 200)) {
                failures.add(answer.statusCode() + " " + answer.body());
            } else if (store) {
                stored.incrementAndGet();
            }
        });
    }

    private long delivered() throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("notifier/notes/events"))) {
            return lines.distinct().count();
        }
    }

    private long copies() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("plugin-work"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).count();
        }
    }
}
