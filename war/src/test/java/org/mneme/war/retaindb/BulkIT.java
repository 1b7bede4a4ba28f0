package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;

class BulkIT extends RetainDbTest {

    private static final String BULK = "/v1/memory/bulk";

    private static List<Map<String, Object>> memories(String user, int count) {
        return IntStream.range(0, count)
                .<Map<String, Object>>mapToObj(
                        i -> Map.of("content", "Note " + i + " of " + user + ".", "user_id", user))
                .toList();
    }

    @Test
    void aListIsStoredInTheBackgroundUnlessAskedOtherwise() {
        String user = fresh("user");
        Answer accepted = post(BULK, Map.of("project", project, "memories", memories(user, 25)))
                .expect(202)
                .has("/success", true)
                .has("/mode", "async")
                .has("/memories_queued", 25);
        String job = accepted.text("/job_id");
        assertThat(job).matches("job_[0-9a-f]{32}");
        accepted.has("/status_url", "/v1/memory/jobs/" + job);
        assertThat(accepted.text("/pending_visibility")).isNotBlank();
        assertThat(accepted.text("/accepted_at")).endsWith("Z");

        Answer ended = ended(job).has("/job/status", "completed").has("/job/progress", 1.0);
        ended.has("/job/result/memories_created", 25);
        assertThat(ended.at("/job/result/memory_ids")).hasSize(25);
        get("/v1/memory/profile/" + user + "?project=" + project).expect(200).has("/count", 25);
    }

    @Test
    void aListStoredAtOnceComesBackInOrder() {
        String user = fresh("user");
        Answer answer = post(BULK, Map.of("project", project, "memories", memories(user, 30), "write_mode", "sync"))
                .expect(201)
                .has("/mode", "sync")
                .has("/count", 30);

        assertThat(texts(answer.at("/memories"), "content"))
                .containsExactlyElementsOf(memories(user, 30).stream()
                        .map(memory -> (String) memory.get("content"))
                        .toList());
        assertThat(answer.at("/rejected")).isEmpty();
    }

    @Test
    void wrongElementsAreRejectedAndTheOthersStored() {
        String body = """
                {"project": "%s", "write_mode": "sync", "memories": [
                  {"content": "One is right."}, {"content": 2}, {"content": "x", "importance": 7}, {"content": "Four is right."}]}
                """.formatted(project);

        Answer answer = post(BULK, body).expect(201).has("/count", 2);

        answer.has("/rejected/0/index", 1).has("/rejected/0/content", 2).has("/rejected/1/index", 2);
        assertThat(answer.text("/rejected/0/reason/0")).contains("content");
        assertThat(answer.text("/rejected/1/reason/0")).contains("importance");
    }

    @Test
    void inTheBackgroundAWrongElementRefusesTheList() {
        String body = "{\"memories\": [{\"content\": \"right\"}, {\"content\": \"\"}]}";
        assertThat(error(post(BULK, body).send(), 400, "VALIDATION_ERROR")).contains("memories[1].content");
    }

    @Test
    void aListHasOneToAThousandElements() {
        error(post(BULK, Map.of("memories", List.of())).send(), 400, "VALIDATION_ERROR");
        error(post(BULK, Map.of()).send(), 400, "VALIDATION_ERROR");
        assertThat(error(post(BULK, Map.of("memories", memories("u", 1_001))).send(), 400, "VALIDATION_ERROR"))
                .contains("1000");
        assertThat(error(
                        post(BULK, "{\"memories\": [{\"content\": \"\"}], \"write_mode\": \"sync\"}")
                                .send(),
                        400,
                        "VALIDATION_ERROR"))
                .contains("memories[0].content");
    }

    @Test
    void manyAreDeletedAtOnce() {
        String user = fresh("user");
        String one = stored("One.", user);
        String two = stored("Two.", user);
        String kept = stored("Three.", user);

        post("/v1/memory/bulk-delete", Map.of("memory_ids", List.of(one, two, "mem_unknown")))
                .expect(200)
                .has("/success", true)
                .has("/deleted", 2)
                .has("/requested", 3);

        get("/v1/memory/" + one).expect(404);
        get("/v1/memory/" + kept).expect(200);
        error(post("/v1/memory/bulk-delete", Map.of("memory_ids", List.of())).send(), 400, "VALIDATION_ERROR");
        List<String> tooMany = IntStream.range(0, 501).mapToObj(i -> "mem_" + i).toList();
        error(post("/v1/memory/bulk-delete", Map.of("memory_ids", tooMany)).send(), 400, "VALIDATION_ERROR");
    }
}
