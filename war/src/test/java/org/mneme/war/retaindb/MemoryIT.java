package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.TestKeys;

class MemoryIT extends RetainDbTest {

    private static final String MEMORY = "/v1/memory";

    @Test
    void aMemoryIsStoredWithEverythingThatWasSent() {
        String body = """
                {
                  "project": "%s", "content": "Alex prefers short, direct answers", "memory_type": "preference",
                  "user_id": "demo-alex", "session_id": "s-1", "agent_id": "a-1", "task_id": "t-1",
                  "importance": 0.86, "confidence": 0.93, "metadata": {"source": "chat", "n": [1, 2.5]},
                  "entity_mentions": ["Alex"], "document_date": "2026-03-09T11:20:00+01:00", "tags": ["style"],
                  "unknown": true
                }
                """.formatted(project);

        Answer answer = post(MEMORY, body).expect(201);

        answer.has("/success", true).has("/mode", "sync");
        assertThat(answer.text("/memory_id")).startsWith("mem_");
        assertThat(answer.text("/trace_id")).startsWith("trc_");
        answer.has("/memory/id", answer.text("/memory_id"))
                .has("/memory/content", "Alex prefers short, direct answers")
                .has("/memory/type", "preference")
                .has("/memory/memory_type", "preference")
                .has("/memory/user_id", "demo-alex")
                .has("/memory/session_id", "s-1")
                .has("/memory/agent_id", "a-1")
                .has("/memory/task_id", "t-1")
                .has("/memory/importance", 0.86)
                .has("/memory/confidence", 0.93)
                .has("/memory/metadata/n/1", 2.5)
                .has("/memory/entities/0", "Alex")
                .has("/memory/tags/0", "style")
                .has("/memory/namespace", "default")
                .has("/memory/document_date", "2026-03-09T10:20:00.000Z")
                .has("/memory/version", 1);
        get(MEMORY + "/" + answer.text("/memory_id"))
                .expect(200)
                .has("/success", true)
                .has("/memory_id", answer.text("/memory_id"))
                .has("/memory/content", "Alex prefers short, direct answers");
    }

    @Test
    void whatIsNotSentHasItsDefault() {
        post(MEMORY, Map.of("content", fresh("fact")))
                .expect(201)
                .has("/memory/type", "factual")
                .has("/memory/project", "default")
                .has("/memory/importance", 0.5)
                .has("/memory/confidence", 0.8);
    }

    @Test
    void theSameTextAgainIsMerged() {
        String id = stored("Alex lives in Porto.", "alex");

        post(MEMORY, Map.of("project", project, "content", "Alex  lives in Porto. ", "user_id", "alex"))
                .expect(200)
                .has("/memory_id", id);
    }

    @Test
    void factIsReadAsFactual() {
        post(MEMORY, Map.of("content", fresh("fact"), "memory_type", "fact"))
                .expect(201)
                .has("/memory/type", "factual");
    }

    @Test
    void anUnknownTypeIsRefusedWithTheTypesThereAre() {
        Answer answer =
                post(MEMORY, Map.of("content", "x", "memory_type", "poem")).send();

        assertThat(error(answer, 400, "VALIDATION_ERROR"))
                .contains("memory_type", "factual", "project_state", "workflow");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                           | content
                    {"content": ""}                              | content
                    {"content": "  "}                            | content
                    {"content": 7}                               | content
                    {"content": "x", "importance": 1.1}          | importance
                    {"content": "x", "confidence": "high"}       | confidence
                    {"content": "x", "metadata": []}             | metadata
                    {"content": "x", "user_id": ""}              | user_id
                    {"content": "x", "project": 1}               | project
                    {"content": "x", "document_date": "monday"}  | document_date
                    {"content": "x", "write_mode": "later"}      | write_mode
                    {"content": "x", "async": "yes"}             | async
                    {"content": "x", "tags": "one"}              | tags
                    {"content": "x", "entity_mentions": [1]}     | entity_mentions[0]
                    {"content": "x"                              | JSON
                    """)
    void aWrongFieldIsNamed(String body, String field) {
        assertThat(error(post(MEMORY, body).send(), 400, "VALIDATION_ERROR")).contains(field);
    }

    @Test
    void contentIsBoundedAt32768Characters() {
        post(MEMORY, Map.of("content", fresh("x") + " ".repeat(10) + "é".repeat(32_700)))
                .expect(201);
        Answer answer = post(MEMORY, Map.of("content", "x".repeat(32_769))).send();
        assertThat(error(answer, 400, "VALIDATION_ERROR")).contains("32768");
    }

    @Test
    void withoutAKeyNothingIsAnswered() {
        Answer answer = http.post(MEMORY).json(Map.of("content", "x")).send();
        assertThat(error(answer, 401, "UNAUTHORIZED")).isNotBlank();
        error(http.get(MEMORY + "/mem_1").key("rdb_unknownunknownunknown").send(), 401, "UNAUTHORIZED");
    }

    @Test
    void theKeyMayComeInEitherHeader() {
        http.post(MEMORY)
                .header("X-API-Key", TestKeys.RETAINDB)
                .json(Map.of("content", fresh("x")))
                .expect(201);
        http.post(MEMORY)
                .key(TestKeys.RETAINDB)
                .header("X-API-Key", TestKeys.RETAINDB)
                .json(Map.of("content", fresh("x")))
                .expect(201);
    }

    @Test
    void theTraceIdOfTheCallerIsAdopted() {
        Answer answer = post(MEMORY, Map.of("content", fresh("x")))
                .header("x-trace-id", "trc_mine-1")
                .expect(201);
        answer.has("/trace_id", "trc_mine-1");
        assertThat(answer.header("x-trace-id")).contains("trc_mine-1");
        post(MEMORY, Map.of("content", fresh("x")))
                .header("x-request-id", "req-7")
                .expect(201)
                .has("/trace_id", "req-7");
    }

    @Test
    void anUpdateMakesANewVersion() {
        String id = stored("Alex works at Acme.", "alex");

        put(MEMORY + "/" + id, Map.of("content", "Alex works at Initech.", "reason", "changed jobs"))
                .expect(200)
                .has("/success", true)
                .has("/mode", "sync")
                .has("/memory/id", id)
                .has("/memory/previous_version", 1)
                .has("/memory/version", 2)
                .has("/memory/content", "Alex works at Initech.")
                .has("/memory/metadata/update_reason", "changed jobs");
        put(MEMORY + "/" + id, Map.of("content", "Alex works at Hooli."))
                .expect(200)
                .has("/memory/previous_version", 2);
        get(MEMORY + "/" + id + "/versions")
                .expect(200)
                .has("/memory_id", id)
                .has("/current_version", 3)
                .has("/count", 3)
                .has("/versions/0/version", 1)
                .has("/versions/0/content", "Alex works at Acme.")
                .has("/versions/2/content", "Alex works at Hooli.");
    }

    @Test
    void anUpdateNeedsContent() {
        String id = stored("Something.", "alex");
        assertThat(error(put(MEMORY + "/" + id, Map.of("reason", "x")).send(), 400, "VALIDATION_ERROR"))
                .contains("content");
    }

    @Test
    void aDeletedMemoryIsGoneFromEveryRead() {
        String user = fresh("user");
        String id = stored("Remember the purple giraffe.", user);

        delete(MEMORY + "/" + id)
                .expect(200)
                .has("/success", true)
                .has("/message", "Memory deleted")
                .has("/memory_id", id);

        error(get(MEMORY + "/" + id).send(), 404, "MEMORY_NOT_FOUND");
        error(get(MEMORY + "/" + id + "/versions").send(), 404, "MEMORY_NOT_FOUND");
        error(delete(MEMORY + "/" + id).send(), 404, "MEMORY_NOT_FOUND");
        error(put(MEMORY + "/" + id, Map.of("content", "x")).send(), 404, "MEMORY_NOT_FOUND");
        get("/v1/memory/profile/" + user + "?project=" + project).expect(200).has("/count", 0);
        post("/v1/memory/search", Map.of("project", project, "query", "purple giraffe", "user_id", user))
                .expect(200)
                .has("/count", 0);
    }

    /** What was said is in no answer of any kind once the memory that it became is deleted. */
    @Test
    void theJobOfADeletedMemorySaysNothingOfIt() {
        String secret = fresh("secret");
        String key = fresh("key");
        Map<String, Object> body = Map.of("project", project, "content", secret, "write_mode", "async");
        String job =
                post(MEMORY, body).header("Idempotency-Key", key).expect(202).text("/job_id");
        String id = ended(job).has("/job/status", "completed").text("/job/result/memory_ids/0");

        delete(MEMORY + "/" + id).expect(200);

        for (String path : List.of(
                "/v1/memory/jobs/" + job,
                "/v1/jobs/" + job,
                "/xtrace/v1/memories/jobs/" + job,
                "/v1/memories?project=" + project)) {
            assertThat(get(path)
                            .header("X-Org-Id", TestKeys.WORKSPACE)
                            .expect(200)
                            .body())
                    .as(path)
                    .doesNotContain(secret);
        }
        // the request was done, and is not done again
        assertThat(post(MEMORY, body).header("Idempotency-Key", key).expect(202).text("/job_id"))
                .isEqualTo(job);
        get(MEMORY + "/" + id).expect(404);
    }
}
