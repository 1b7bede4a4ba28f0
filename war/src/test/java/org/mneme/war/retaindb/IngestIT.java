package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    /** What changed in a conversation is history, and stays history when the conversation is sent again. */
    @Test
    void theSameMessagesAgainDoNotBringBackWhatNoLongerHolds() {
        for (String timestamps : List.of("", "2026-03-09T10:20:00Z")) {
            String session = fresh("session");
            String body = moving(session, fresh("user"), timestamps);
            post(INGEST, body).expect(200).has("/memories_created", 2);
            assertThat(active(session)).containsExactly("User moved to Berlin.");

            post(INGEST, body).expect(200).has("/memories_created", 0);

            assertThat(active(session)).containsExactly("User moved to Berlin.");
            get("/v1/memory/session/" + session + "?project=" + project + "&include_inactive=true")
                    .expect(200)
                    .has("/count", 2);
        }
    }

    private String moving(String session, String user, String first) {
        String timestamp = first.isEmpty() ? "" : ", \"timestamp\": \"" + first + "\"";
        return """
                {"project": "%s", "session_id": "%s", "user_id": "%s", "write_mode": "sync", "messages": [
                   {"role": "user", "content": "I live in Porto."%s},
                   {"role": "user", "content": "I moved to Berlin."%s}]}
                """.formatted(project, session, user, timestamp, timestamp.replace("09T", "10T"));
    }

    private List<String> active(String session) {
        return texts(
                get("/v1/memory/session/" + session + "?project=" + project)
                        .expect(200)
                        .at("/memories"),
                "content");
    }

    @Test
    void aStatementThatComesLateIsTheHistoryOfWhatWasSaidAfterIt() {
        String user = fresh("user");
        String later = fresh("session");
        String earlier = fresh("session");
        post(INGEST, said(later, user, "I moved to Berlin.", "2026-03-10T10:00:00Z"))
                .expect(200);

        post(INGEST, said(earlier, user, "I live in Porto.", "2026-03-09T10:00:00Z"))
                .expect(200)
                .has("/memories_created", 1);

        assertThat(active(later)).containsExactly("User moved to Berlin.");
        assertThat(active(earlier)).isEmpty();
        get("/v1/memory/session/" + earlier + "?project=" + project + "&include_inactive=true")
                .expect(200)
                .has("/memories/0/content", "User lives in Porto.")
                .has("/memories/0/active", false);
    }

    private String said(String session, String user, String content, String timestamp) {
        return """
                {"project": "%s", "session_id": "%s", "user_id": "%s", "write_mode": "sync",
                 "messages": [{"role": "user", "content": "%s", "timestamp": "%s"}]}
                """.formatted(project, session, user, content, timestamp);
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
