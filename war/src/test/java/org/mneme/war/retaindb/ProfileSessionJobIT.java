package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;

/** The document "Profiles, Sessions, and Jobs". */
class ProfileSessionJobIT extends RetainDbTest {

    /** The documents' own requests, with the project and ids they name. */
    private void quickstart() {
        post("/v1/memory", """
                        {"project": "retaindb-quickstart", "content": "Alex prefers short, direct answers",
                         "memory_type": "preference", "importance": 0.86, "confidence": 0.93, "user_id": "demo-alex",
                         "session_id": "session-001", "document_date": "2026-03-09T10:20:00.000Z"}
                        """).send();
    }

    @Test
    void theProfileOfTheDocuments() {
        quickstart();

        Answer answer = get("/v1/memory/profile/demo-alex?project=retaindb-quickstart&include_pending=true")
                .expect(200);

        answer.has("/user_id", "demo-alex")
                .has("/count", 1)
                .has("/include_pending", true)
                .has("/pending_overlay_count", 0)
                .has("/memories/0/content", "Alex prefers short, direct answers")
                .has("/memories/0/type", "preference")
                .has("/memories/0/importance", 0.86)
                .has("/memories/0/confidence", 0.93)
                .has("/memories/0/document_date", "2026-03-09T10:20:00.000Z");
        assertThat(answer.text("/memories/0/id")).startsWith("mem_");
        assertThat(answer.at("/memories/0/entities").isArray()).isTrue();
        assertThat(answer.at("/memories/0").has("pending")).isFalse();
    }

    @Test
    void theSessionOfTheDocuments() {
        quickstart();

        get("/v1/memory/session/session-001?project=retaindb-quickstart&include_pending=true")
                .expect(200)
                .has("/session_id", "session-001")
                .has("/include_pending", true)
                .has("/memories/0/content", "Alex prefers short, direct answers");
    }

    @Test
    void theJobOfTheDocuments() {
        error(get("/v1/memory/jobs/job_123").send(), 404, "NOT_FOUND");
        error(get("/v1/jobs/job_123").send(), 404, "NOT_FOUND");
    }

    @Test
    void aJobIsReadAtBothAddresses() {
        String job = post("/v1/memory", Map.of("project", project, "content", fresh("x"), "write_mode", "async"))
                .expect(202)
                .text("/job_id");

        Answer ended = ended(job).has("/success", true).has("/job/id", job).has("/job/status", "completed");
        assertThat(ended.at("/job").has("error")).isFalse();
        assertThat(ended.text("/job/created_at")).endsWith("Z");
        assertThat(ended.text("/job/updated_at")).endsWith("Z");
        assertThat(get("/v1/jobs/" + job).expect(200).at("/job")).isEqualTo(ended.at("/job"));
    }

    @Test
    void theJobOfAnotherOrganizationIsForbidden() {
        String job = post("/v1/memory", Map.of("project", project, "content", fresh("x"), "async", true))
                .expect(202)
                .text("/job_id");
        String other = anotherOrganization();

        error(http.get("/v1/memory/jobs/" + job).key(other).send(), 403, "NOT_AUTHORIZED");
        error(http.get("/v1/jobs/" + job).key(other).send(), 403, "NOT_AUTHORIZED");
    }

    @Test
    void aReadOfAProjectThatWasNeverWrittenIsNotFound() {
        String unknown = "?project=" + fresh("never");
        error(get("/v1/memory/profile/alex" + unknown).send(), 404, "PROJECT_NOT_FOUND");
        error(get("/v1/memory/session/s" + unknown).send(), 404, "PROJECT_NOT_FOUND");
        get("/v1/memory/profile/nobody-at-all").expect(200).has("/count", 0);
        get("/v1/memory/session/nobody-at-all").expect(200).has("/count", 0);
    }

    @Test
    void aProfileIsReadByType() {
        String user = fresh("user");
        for (String type : List.of("preference", "factual", "goal")) {
            post("/v1/memory", Map.of("project", project, "content", "A " + type, "memory_type", type, "user_id", user))
                    .expect(201);
        }

        Answer answer = get("/v1/memory/profile/" + user + "?project=" + project + "&memory_types=preference,goal")
                .expect(200)
                .has("/count", 2);

        assertThat(texts(answer.at("/memories"), "type")).containsExactlyInAnyOrder("preference", "goal");
        assertThat(error(
                        get("/v1/memory/profile/" + user + "?project=" + project + "&memory_types=poem")
                                .send(),
                        400,
                        "VALIDATION_ERROR"))
                .contains("memory_types", "preference");
    }

    @Test
    void aTimelineIsInOrderAndLimitedToTheYoungest() {
        String session = fresh("session");
        for (int i = 1; i <= 5; i++) {
            post("/v1/memory", Map.of("project", project, "content", "Step " + i + ".", "session_id", session))
                    .expect(201);
        }

        Answer all =
                get("/v1/memory/session/" + session + "?project=" + project).expect(200);
        assertThat(texts(all.at("/memories"), "content"))
                .containsExactly("Step 1.", "Step 2.", "Step 3.", "Step 4.", "Step 5.");
        Answer last = get("/v1/memory/session/" + session + "?project=" + project + "&limit=2")
                .expect(200)
                .has("/count", 2);
        assertThat(texts(last.at("/memories"), "content")).containsExactly("Step 4.", "Step 5.");
        error(
                get("/v1/memory/session/" + session + "?project=" + project + "&limit=0")
                        .send(),
                400,
                "VALIDATION_ERROR");
        error(
                get("/v1/memory/session/" + session + "?project=" + project + "&include_pending=maybe")
                        .send(),
                400,
                "VALIDATION_ERROR");
    }

    @Test
    void anIdInAnAddressMayHaveAnyCharacter() {
        String user = "a/b c:" + fresh("ü");
        stored("Odd names are names.", user);

        String path = java.net.URLEncoder.encode(user, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
        get("/v1/memory/profile/" + path + "?project=" + project)
                .expect(200)
                .has("/user_id", user)
                .has("/count", 1);
    }
}
