package org.mneme.war.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/**
 * All states of a job, as the clients of three dialects read them: the service that makes the vectors hangs, fails, and
 * recovers.
 */
class JobLifecycleIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static EmbeddingService embedding;
    private static PackagedServer server;
    private static WireClient http;

    @BeforeAll
    static void start() {
        embedding = new EmbeddingService();
        server = PackagedServer.builder()
                .environment("MNEME_EMBEDDING", "openai")
                .environment("MNEME_EMBEDDING_OPENAI_URL", embedding.url())
                .environment("MNEME_EMBEDDING_OPENAI_TIMEOUT", "60s")
                // one job at a time, so that the second waits, and a failure that shows soon
                .environment("MNEME_EMBEDDING_OPENAI_RETRY_FOR", "0s")
                .environment("MNEME_JOBS_WORKERS", "1")
                .environment("MNEME_JOBS_MAX_ATTEMPTS", "2")
                .environment("MNEME_JOBS_BACKOFF", "100ms")
                .start();
        http = server.http();
    }

    @AfterEach
    void recover() {
        embedding.recover();
    }

    @AfterAll
    static void stop() {
        server.close();
        embedding.close();
    }

    @Test
    void anXtraceJobIsPendingRunningFailedAndWhenSentAgainSucceeds() {
        embedding.hang();
        String first = ingest("xtrace-1").expect(202).text("/id");
        await().atMost(SOON).until(() -> job(first).text("/status").equals("running"));
        Answer second = ingest("xtrace-2").expect(202).has("/status", "pending");
        job(second.text("/id")).has("/status", "pending");
        for (Answer unfinished : List.of(job(first), second)) {
            assertThat(unfinished.at("/result").isNull()).isTrue();
            assertThat(unfinished.at("/error").isNull()).isTrue();
        }

        embedding.fail();
        await().atMost(SOON).until(() -> job(first).text("/status").equals("failed"));
        Answer failed = job(first).has("/error/type", "server_error").has("/error/code", "embedding_unavailable");
        assertThat(failed.text("/error/message")).contains("500", "The model is overloaded");
        assertThat(failed.at("/result").isNull()).isTrue();
        assertThat(failed.text("/updated_at")).isGreaterThan(failed.text("/created_at"));
        waiting("xtrace-3").expect(200).has("/status", "failed").has("/error/code", "embedding_unavailable");

        embedding.recover();
        Answer done = waiting("xtrace-1").expect(200).has("/status", "succeeded");
        assertThat(done.at("/error").isNull()).isTrue();
        assertThat(done.at("/result/memories_created")).hasSize(1);
        job(first).has("/status", "failed");
    }

    @Test
    void aGoMemoryRequestIsPendingProcessingFailureAndWhenSentAgainTheSameRequestSucceeds() {
        embedding.hang();
        Answer first = add("gomemory-1").has("/Msg", "Memory Insertion Job has been queued for insertion!");
        String id = first.text("/ReqId");
        await().atMost(SOON).until(() -> status(id).text("/status").equals("processing"));
        String second = add("gomemory-2").text("/ReqId");
        status(second).has("/status", "pending");
        assertThat(status(id).json().has("error")).isFalse();
        add("gomemory-1").has("/Msg", "Memory Insertion Job is already queued or processed successfully!");

        embedding.fail();
        await().atMost(SOON).until(() -> status(id).text("/status").equals("failure"));
        assertThat(status(id).text("/error")).contains("The model is overloaded");

        embedding.recover();
        add("gomemory-1").has("/ReqId", id).has("/Msg", "Memory Insertion Job has been queued for insertion!");
        await().atMost(SOON).until(() -> status(id).text("/status").equals("success"));
        assertThat(status(id).json().has("error")).isFalse();
        assertThat(http.get("/get_all/gomemory-1").expect(200).json()).hasSize(1);
    }

    @Test
    void aRetainDbJobIsPendingProcessingFailedAndWhenSentAgainCompletes() {
        embedding.hang();
        String first = write("retaindb-1");
        await().atMost(SOON).until(() -> retainDb(first).text("/job/status").equals("processing"));
        String second = write("retaindb-2");
        retainDb(second).has("/job/status", "pending");

        embedding.fail();
        await().atMost(SOON).until(() -> retainDb(first).text("/job/status").equals("failed"));
        assertThat(retainDb(first).text("/job/error")).contains("The model is overloaded");
        http.get("/v1/memory/profile/retaindb-1")
                .key(TestKeys.RETAINDB)
                .expect(200)
                .has("/count", 0);
        Answer refused = http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", "Nobody can embed this", "namespace", "n"))
                .expect(503)
                .has("/error", "embedding_unavailable");
        assertThat(refused.header("Retry-After")).isPresent();

        embedding.recover();
        String again = write("retaindb-1");
        await().atMost(SOON).until(() -> retainDb(again).text("/job/status").equals("completed"));
        http.get("/v1/memory/profile/retaindb-1")
                .key(TestKeys.RETAINDB)
                .expect(200)
                .has("/count", 1);
    }

    @Test
    void whoWaitsLongerThanHalfAMinuteGetsTheJobAsItIs() {
        embedding.hang();
        long start = System.nanoTime();
        Answer answer = waiting("patient").expect(202);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(33));
        assertThat(answer.text("/status")).isIn("pending", "running");
        assertThat(answer.at("/result").isNull()).isTrue();

        embedding.recover();
        await().atMost(SOON).until(() -> job(answer.text("/id")).text("/status").equals("succeeded"));
    }

    private static WireClient.Request asXtrace(WireClient.Request request) {
        return request.key(TestKeys.XTRACE).header("X-Org-Id", TestKeys.WORKSPACE);
    }

    private static Answer ingest(String user) {
        return asXtrace(http.post("/v1/memories")).json(conversation(user)).send();
    }

    private static Answer waiting(String user) {
        return asXtrace(http.post("/v1/memories?wait=true"))
                .json(conversation(user))
                .send();
    }

    private static Map<String, Object> conversation(String user) {
        return Map.of("messages", messages(), "user_id", user, "conv_id", "c");
    }

    private static List<Map<String, String>> messages() {
        return List.of(Map.of("role", "user", "content", "I prefer tea over coffee."));
    }

    private static Answer job(String id) {
        return asXtrace(http.get("/v1/memories/jobs/" + id)).expect(200);
    }

    private static Answer add(String user) {
        return http.post("/add_memory")
                .json(Map.of("userId", user, "messages", messages()))
                .expect(200);
    }

    private static Answer status(String request) {
        return http.get("/get_status/" + request).expect(200);
    }

    private static String write(String user) {
        return http.post("/v1/memory")
                .key(TestKeys.RETAINDB)
                .json(Map.of("content", "I prefer tea over coffee.", "user_id", user, "write_mode", "async"))
                .expect(202)
                .text("/job_id");
    }

    private static Answer retainDb(String job) {
        return http.get("/v1/jobs/" + job).key(TestKeys.RETAINDB).expect(200);
    }
}
