package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mneme.war.server.Answer;

class IngestIT extends RetainDbTest {

    private static final String INGEST = "/v1/memory/ingest/session";

    private String conversation(String session, String mode) {
        return """
                {"project": "%s", "session_id": "%s", "user_id": "nadia", "write_mode": "%s",
                 "messages": [
                   {"role": "user", "content": "My name is Nadia. I am allergic to peanuts and I live in Porto.",
                    "timestamp": "2026-03-09T10:20:00Z"},
                   {"role": "assistant", "content": "Thanks, noted!"},
                   {"role": "user", "content": "ok, thanks"}],
                 "events": [{"kind": "decision", "summary": "Nadia books the window seat.", "salience": 0.9,
                   "details": {"seat": "14A"}}]}
                """.formatted(project, session, mode);
    }

    @Test
    void aConversationBecomesMemoriesAtOnce() {
        String session = fresh("session");
        Answer answer = post(INGEST, conversation(session, "sync"))
                .expect(200)
                .has("/success", true)
                .has("/mode", "sync")
                .has("/session_id", session)
                .has("/messages_processed", 3);
        assertThat(answer.at("/memories_created").asInt()).isGreaterThanOrEqualTo(4);

        Answer timeline =
                get("/v1/memory/session/" + session + "?project=" + project).expect(200);
        String all = String.join(" | ", texts(timeline.at("/memories"), "content"));
        assertThat(all).contains("Nadia", "peanuts", "Porto", "window seat").doesNotContain("ok, thanks");
        assertThat(texts(timeline.at("/memories"), "type")).contains("decision");
    }

    @Test
    void theSameMessagesAgainCreateNothingNew() {
        String session = fresh("session");
        post(INGEST, conversation(session, "sync")).expect(200);
        int before = get("/v1/memory/session/" + session + "?project=" + project)
                .expect(200)
                .at("/count")
                .asInt();

        post(INGEST, conversation(session, "sync")).expect(200).has("/memories_created", 0);

        get("/v1/memory/session/" + session + "?project=" + project).expect(200).has("/count", before);
    }

    @Test
    void inTheBackgroundEveryMessageIsVisibleAtOnceAndTheMemoriesLater() {
        String session = fresh("session");
        Answer accepted = post(INGEST, conversation(session, "async"))
                .expect(202)
                .has("/mode", "async")
                .has("/session_id", session)
                .has("/messages_queued", 3);

        Answer ended = ended(accepted.text("/job_id")).has("/job/status", "completed");

        assertThat(ended.at("/job/result/memories_created").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(ended.text("/job/result/extractor")).isEqualTo("rules");
        assertThat(ended.at("/job/result/stage_timings").fieldNames())
                .toIterable()
                .contains("extract_ms", "embed_ms", "store_ms");
        get("/v1/memory/session/" + session + "?project=" + project).expect(200).has("/pending_overlay_count", 0);
    }

    @Test
    void aSessionWithoutAnIdGetsOne() {
        String body = "{\"project\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"I play the cello.\"}]}"
                .formatted(project);
        Answer accepted = post(INGEST, body).expect(202);
        assertThat(accepted.text("/session_id")).isNotBlank();
        ended(accepted.text("/job_id"));

        Answer timeline = get("/v1/memory/session/" + accepted.text("/session_id") + "?project=" + project)
                .expect(200);
        assertThat(String.join(" ", texts(timeline.at("/memories"), "content"))).contains("cello");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                            | messages
                    {"messages": []}                                              | messages
                    {"messages": "hi"}                                            | messages
                    {"messages": [{"content": "x"}]}                              | messages[0].role
                    {"messages": [{"role": "user"}]}                              | messages[0].content
                    {"messages": [{"role": "user", "content": "x", "timestamp": "noon"}]} | messages[0].timestamp
                    {"messages": [{"role": "user", "content": "x"}], "events": [{"kind": "k"}]} | events[0].summary
                    """)
    void aWrongFieldIsNamed(String body, String field) {
        assertThat(error(post(INGEST, body).send(), 400, "VALIDATION_ERROR")).contains(field);
    }

    @Test
    void aLargeConversationIsTakenAndATooLargeOneRefused() {
        String large = "I like tea. ".repeat(2_000);
        String messages = ("{\"role\":\"user\",\"content\":\"" + large + "\"},").repeat(60);
        String body = "{\"project\":\"" + project + "\",\"messages\":[" + messages
                + "{\"role\":\"user\",\"content\":\"end\"}]}";
        assertThat(body.length()).isGreaterThan(1024 * 1024);
        ended(post(INGEST, body).expect(202).text("/job_id"));
        error(
                http.post("/v1/memory")
                        .key(KEY)
                        .json(Map.of("content", "x".repeat(1024 * 1024)))
                        .send(),
                413,
                "BODY_TOO_LARGE");
    }
}
