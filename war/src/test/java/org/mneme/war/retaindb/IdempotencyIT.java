package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.WireClient;

class IdempotencyIT extends RetainDbTest {

    private static final int KEYS = 1_000;
    private static final int REPEATS = 8;

    private static WireClient.Request keyed(WireClient.Request request, String key) {
        return request.header("Idempotency-Key", key);
    }

    private static void replays(Answer first, Answer again) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("x-idempotency-replay")).contains("true");
        assertThat(first.header("x-idempotency-replay")).isEmpty();
    }

    @Test
    void everyWriteIsRepeatedWithTheFirstAnswer() {
        String memory = stored(fresh("To be changed."), "alex");
        String handoff = post(
                        "/v1/agent/memory/handoffs",
                        Map.of(
                                "project",
                                project,
                                "from_agent_id",
                                "a",
                                "to_agent_id",
                                "b",
                                "task_id",
                                "t",
                                "summary",
                                "s"))
                .expect(201)
                .text("/handoff_id");
        Map<String, Map<String, Object>> writes = new HashMap<>();
        writes.put("/v1/memory", Map.of("project", project, "content", fresh("one")));
        writes.put("/v1/memories", Map.of("project", project, "content", fresh("two"), "write_mode", "async"));
        writes.put(
                "/v1/memory/bulk", Map.of("project", project, "memories", List.of(Map.of("content", fresh("three")))));
        writes.put("/v1/memory/bulk-delete", Map.of("memory_ids", List.of("mem_unknown")));
        writes.put(
                "/v1/memory/ingest/session",
                Map.of("project", project, "messages", List.of(Map.of("role", "user", "content", "I like tea."))));
        writes.put("/v1/memory/agent/ada/seed", Map.of("project", project, "content", "You are Ada."));
        writes.put(
                "/v1/agent/memory/events",
                Map.of("project", project, "agent_id", "a", "task_id", "t", "type", "decision", "summary", "s"));
        writes.put(
                "/v1/agent/memory/handoffs",
                Map.of("project", project, "from_agent_id", "a", "to_agent_id", "b", "task_id", "t", "summary", "s"));
        writes.put("/v1/agent/memory/handoffs/" + handoff + "/resume", Map.of("session_id", "s"));

        writes.forEach((path, body) -> {
            String key = fresh("key");
            Answer first = keyed(post(path, body), key).send();
            assertThat(first.status()).as(path).isBetween(200, 202);
            replays(first, keyed(post(path, body), key).send());
        });
        String key = fresh("key");
        Map<String, Object> change = Map.of("content", "Changed.");
        replays(
                keyed(put("/v1/memory/" + memory, change), key).expect(200),
                keyed(put("/v1/memory/" + memory, change), key).expect(200));
        get("/v1/memory/" + memory).expect(200).has("/memory/version", 2);
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflict() {
        String key = fresh("key");
        keyed(post("/v1/memory", Map.of("project", project, "content", fresh("x"))), key)
                .expect(201);
        error(
                keyed(post("/v1/memory", Map.of("project", project, "content", fresh("y"))), key)
                        .send(),
                409,
                "IDEMPOTENCY_CONFLICT");
    }

    @Test
    void aKeyBelongsToOneRouteAndOneOrganization() {
        String key = fresh("key");
        Map<String, Object> body = Map.of("project", project, "content", fresh("x"));
        keyed(post("/v1/memory", body), key).expect(201);
        // as a first request of its own: the text is there already
        keyed(post("/v1/memories", body), key).expect(200);
        keyed(http.post("/v1/memory").key(anotherOrganization()).json(body), key)
                .expect(201);
    }

    @Test
    void aRefusedRequestDoesNotUseItsKeyUp() {
        String key = fresh("key");
        keyed(post("/v1/memory", Map.of("content", "")), key).expect(400);
        keyed(post("/v1/memory", Map.of("project", project, "content", fresh("x"))), key)
                .expect(201);
        keyed(put("/v1/memory/mem_unknown", Map.of("content", "x")), key).expect(404);
        keyed(put("/v1/memory/mem_unknown", Map.of("content", "x")), key).expect(404);
    }

    @Test
    void aKeyHasAtMost200Characters() {
        Map<String, Object> body = Map.of("project", project, "content", fresh("x"));
        assertThat(error(keyed(post("/v1/memory", body), "k".repeat(201)).send(), 400, "VALIDATION_ERROR"))
                .contains("Idempotency-Key");
        keyed(post("/v1/memory", body), fresh("k".repeat(163))).expect(201);
    }

    @Test
    void whatADeletedMemorySaidIsNotRepeated() {
        String key = fresh("key");
        Map<String, Object> body = Map.of("project", project, "content", fresh("secret"));
        String id = keyed(post("/v1/memory", body), key).expect(201).text("/memory_id");
        delete("/v1/memory/" + id).expect(200);

        error(keyed(post("/v1/memory", body), key).send(), 404, "MEMORY_NOT_FOUND");
    }

    @Test
    void aThousandKeysRepeatedEightTimesAtOnceHaveOneEffectEach() throws Exception {
        String user = fresh("user");
        ExecutorService threads = Executors.newFixedThreadPool(REPEATS);
        try {
            for (int i = 0; i < KEYS; i++) {
                Map<String, Object> body =
                        Map.of("project", project, "user_id", user, "content", "Effect number " + i + ".");
                sameAnswerEightTimes(threads, body, user + "-" + i);
            }
        } finally {
            threads.shutdown();
        }
        Answer profile =
                get("/v1/memory/profile/" + user + "?project=" + project).expect(200);
        assertThat(texts(profile.at("/memories"), "content"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, KEYS)
                        .mapToObj(i -> "Effect number " + i + ".")
                        .toList());
    }

    private void sameAnswerEightTimes(ExecutorService threads, Map<String, Object> body, String key) throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            answers.add(threads.submit(() -> {
                together.await();
                return keyed(post("/v1/memory", body), key).send();
            }));
        }
        together.countDown();
        List<Answer> all = new ArrayList<>();
        for (Future<Answer> answer : answers) {
            all.add(answer.get().expect(201));
        }
        assertThat(all.stream().map(Answer::body).distinct()).as(key).hasSize(1);
        assertThat(all.stream()
                        .filter(answer -> answer.header("x-idempotency-replay").isEmpty()))
                .as("first answers to %s", key)
                .hasSize(1);
    }
}
