package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mneme.storage.jpa.PostgresServer;
import org.mneme.war.server.Answer;
import org.mneme.war.server.ChosenStorage;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Two servers on one PostgreSQL, or one Elasticsearch, are one service: what either accepted the other shows, does and repeats. */
@Tag("slow")
@ExtendWith(PostgresServer.class)
class TwoServersIT {

    private static final int WRITES = Integer.getInteger("mneme.it.two-servers.writes", 200);
    private static final int KEYS = Integer.getInteger("mneme.it.two-servers.keys", 50);
    private static final int JOBS = Integer.getInteger("mneme.it.two-servers.jobs", 100);
    private static final int WRITERS = 4;
    private static final int REPEATS = 8;
    private static final String INDICES = "it-two-servers-" + UUID.randomUUID();

    private static final List<PackagedServer> SERVERS = new ArrayList<>();

    @BeforeAll
    static void start() {
        for (int i = 0; i < 2; i++) {
            SERVERS.add(server().start());
        }
    }

    private static Map<String, String> storage() {
        return ChosenStorage.is(ChosenStorage.ELASTICSEARCH)
                ? ChosenStorage.elasticsearch(INDICES)
                : Map.of(
                        "MNEME_STORAGE_JPA_URL",
                        PostgresServer.database("two_servers"),
                        "MNEME_STORAGE_JPA_USER",
                        "postgres");
    }

    private static PackagedServer.Builder server() {
        PackagedServer.Builder server = PackagedServer.builder().environment("MNEME_JOBS_LEASE", "4s");
        storage().forEach(server::environment);
        return server;
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(PackagedServer::close);
    }

    private static WireClient http(int number) {
        return SERVERS.get(number % SERVERS.size()).http();
    }

    private static WireClient.Request post(int server, String path, Map<String, ?> body) {
        return http(server).post(path).key(TestKeys.RETAINDB).json(body);
    }

    private static Answer get(int server, String path) {
        return http(server).get(path).key(TestKeys.RETAINDB).expect(200);
    }

    private static List<String> contents(Answer answer, String list) {
        return StreamSupport.stream(answer.at(list).spliterator(), false)
                .map(memory -> memory.path("content").asText())
                .toList();
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Writers that write as fast as they can, each reading its session at the other server after every write. */
    @Test
    void anAcceptedWriteIsInTheTimelineOfTheOtherServerInTheNextRequestExactlyOnce() throws Exception {
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            writers.add(() -> {
                writeAndReadElsewhere(number);
                return null;
            });
        }
        together(writers);
    }

    private static void writeAndReadElsewhere(int writer) {
        List<String> written = new ArrayList<>();
        String session = "";
        for (int i = 0; i < WRITES / WRITERS; i++) {
            if (i % 25 == 0) {
                // a new one now and then, so that the answers stay small
                session = "timeline-" + writer + "-" + i;
                written.clear();
            }
            String content = "Writer " + writer + " writes number " + i + ".";
            Map<String, ?> body = Map.of("content", content, "session_id", session, "write_mode", "async");
            post(i, "/v1/memory", body).expect(202);
            written.add(content);
            // other writers' jobs are done meanwhile: pending or stored, each is there once, in order
            assertThat(contents(get(i + 1, "/v1/memory/session/" + session), "/memories"))
                    .containsExactlyInAnyOrderElementsOf(written);
        }
    }

    @Test
    void aMemoryStoredAtOnceIsFoundChangedAndDeletedByTheOtherServer() {
        String user = "found-elsewhere";
        String id = post(0, "/v1/memory", Map.of("content", "The kiln fires on Tuesdays.", "user_id", user))
                .expect(201)
                .text("/memory_id");
        for (String profile : List.of("fast", "balanced", "quality")) {
            post(1, "/v1/memory/search", Map.of("query", "kiln Tuesdays", "user_id", user, "profile", profile))
                    .expect(200)
                    .has("/results/0/memory/id", id);
        }

        http(1).put("/v1/memory/" + id)
                .key(TestKeys.RETAINDB)
                .json(Map.of("content", "The kiln fires on Fridays."))
                .expect(200);
        post(0, "/v1/memory/search", Map.of("query", "kiln Fridays", "user_id", user))
                .expect(200)
                .has("/results/0/content", "The kiln fires on Fridays.");

        http(0).delete("/v1/memory/" + id).key(TestKeys.RETAINDB).expect(200);
        post(1, "/v1/memory/search", Map.of("query", "kiln", "user_id", user))
                .expect(200)
                .has("/count", 0);
        http(1).get("/v1/memory/" + id).key(TestKeys.RETAINDB).expect(404);
    }

    @Test
    void aKeyRepeatedAtBothServersAtOnceHasOneEffectAndOneAnswer() throws Exception {
        String user = "repeated";
        for (int i = 0; i < KEYS; i++) {
            String key = "two-servers-" + i;
            Map<String, ?> body = Map.of("content", "Effect number " + i + ".", "user_id", user);
            List<Callable<Answer>> repeats = IntStream.range(0, REPEATS)
                    .<Callable<Answer>>mapToObj(repeat -> () -> post(repeat, "/v1/memory", body)
                            .header("Idempotency-Key", key)
                            .expect(201))
                    .toList();
            assertThat(together(repeats).stream().map(Answer::body).distinct())
                    .as(key)
                    .hasSize(1);
        }
        assertThat(contents(get(0, "/v1/memory/profile/" + user), "/memories"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, KEYS)
                        .mapToObj(i -> "Effect number " + i + ".")
                        .toList());
    }

    @Test
    void theJobsOfAServerThatDiesAreDoneByTheOtherOnce() {
        String user = "outlives";
        try (PackagedServer third = server().start()) {
            List<String> jobs = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                jobs.add(third.http()
                        .post("/v1/memory")
                        .key(TestKeys.RETAINDB)
                        .json(Map.of("content", "Job number " + i + ".", "user_id", user, "async", true))
                        .expect(202)
                        .text("/job_id"));
            }
            third.kill();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(jobs)
                            .allSatisfy(job -> get(1, "/v1/jobs/" + job).has("/job/status", "completed")));
        }
        Answer profile = get(0, "/v1/memory/profile/" + user).has("/pending_overlay_count", 0);
        assertThat(contents(profile, "/memories"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, JOBS)
                        .mapToObj(i -> "Job number " + i + ".")
                        .toList());
        JsonNode memories = profile.at("/memories");
        assertThat(memories.findValuesAsText("id")).doesNotHaveDuplicates();
    }
}
