package org.mneme.war.xtrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Every row of the XTrace dialect. */
class XtraceIT extends OverTheWire {

    private final String user = fresh("user");
    private final String conversation = fresh("conv");

    private WireClient.Request authorised(WireClient.Request request) {
        return request.header("x-api-key", TestKeys.XTRACE).header("X-Org-Id", TestKeys.WORKSPACE);
    }

    private Map<String, Object> messages(String... contents) {
        List<Map<String, String>> messages = new ArrayList<>();
        for (String content : contents) {
            messages.add(Map.of("role", "user", "content", content));
        }
        return Map.of("messages", messages, "user_id", user, "conv_id", conversation);
    }

    private Answer ingestAndWait(String... contents) {
        return authorised(http.post("/v1/memories?wait=true"))
                .json(messages(contents))
                .expect(200);
    }

    @Test
    void anIngestIsAJobThatCanBeReadUntilItHasSucceeded() {
        Answer accepted = authorised(http.post("/v1/memories"))
                .json(messages("My name is Nadia. I live in Porto."))
                .expect(202)
                .has("/object", "ingest_job");
        assertThat(accepted.text("/id")).matches("job_[0-9a-f]{32}");
        assertThat(accepted.text("/status")).isIn("pending", "running", "succeeded");
        String address = "/v1/memories/jobs/" + accepted.text("/id");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> authorised(http.get(address))
                        .expect(200)
                        .text("/status")
                        .equals("succeeded"));
        Answer done = authorised(http.get(address)).expect(200);
        assertThat(done.json().fieldNames())
                .toIterable()
                .containsExactly("id", "object", "status", "created_at", "updated_at", "result", "error");
        assertThat(done.at("/error").isNull()).isTrue();
        done.has("/result/object", "ingest_result");
        assertThat(done.at("/result/memories_created")).isNotEmpty().allSatisfy(memory -> {
            assertThat(memory.path("id").asText()).startsWith("mem_");
            assertThat(memory.path("type").asText()).isIn("fact", "episode", "artifact");
            assertThat(memory.path("text").asText()).isNotBlank();
        });
        assertThat(done.at("/result/memories_updated").isArray()).isTrue();
        assertThat(done.at("/result/memories_superseded_by").isObject()).isTrue();
        assertThat(done.at("/result/stage_timings").fieldNames())
                .toIterable()
                .contains("extract_ms", "embed_ms", "store_ms");
    }

    @Test
    void anUnfinishedJobShowsItsNulls() {
        Answer accepted = authorised(http.post("/v1/memories"))
                .json(messages("I like tea."))
                .expect(202);
        if (!accepted.text("/status").equals("succeeded")) {
            assertThat(accepted.at("/result").isNull()).isTrue();
            assertThat(accepted.at("/error").isNull()).isTrue();
        }
    }

    @Test
    void whoWaitsGetsTheTerminalJob() {
        Answer done = ingestAndWait("I am allergic to peanuts.");
        done.has("/status", "succeeded");
        assertThat(done.at("/result/memories_created")).isNotEmpty();
    }

    @Test
    void theSameConversationAgainCreatesNothingNew() {
        ingestAndWait("I am allergic to shellfish.");
        assertThat(ingestAndWait("I am allergic to shellfish.").at("/result/memories_created"))
                .isEmpty();
    }

    @Test
    void whatAStatementReplacesIsNamed() {
        ingestAndWait("I live in Porto.");
        Answer later = ingestAndWait("I live in Lisbon now.");
        assertThat(later.at("/result/memories_superseded_by")).hasSize(1);
        assertThat(texts(authorised(http.get("/v1/memories?user_id=" + user)).expect(200)))
                .anyMatch(text -> text.contains("Lisbon"))
                .noneMatch(text -> text.contains("Porto"));
    }

    @Test
    void aListGoesPageByPage() {
        ingestAndWait("I have a cat named Mimi.");
        ingestAndWait("I play chess every Sunday.");
        ingestAndWait("I am allergic to peanuts.");
        ingestAndWait("I visited the museum in Vienna.");
        ingestAndWait("I prefer window seats on long flights.");
        List<String> all =
                texts(authorised(http.get("/v1/memories?user_id=" + user)).expect(200));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = authorised(http.get("/v1/memories?limit=2&user_id=" + user + cursor))
                    .expect(200);
            page.has("/object", "list");
            paged.addAll(texts(page));
            cursor = page.at("/has_more").asBoolean() ? "&cursor=" + page.text("/next_cursor") : null;
        } while (cursor != null);
        assertThat(paged).isEqualTo(all).hasSizeGreaterThan(2);
        List<String> oldest = texts(authorised(http.get("/v1/memories?order=created_at_asc&user_id=" + user))
                .expect(200));
        assertThat(oldest.get(0)).isEqualTo(all.get(all.size() - 1));
    }

    @Test
    void aSearchFindsWhatItsScopeHolds() {
        ingestAndWait("I prefer window seats on long flights.");
        Answer found = authorised(http.post("/v1/memories/search"))
                .json(Map.of("query", "window seats on flights", "user_id", user, "mode", "compose"))
                .expect(200);
        found.has("/object", "search").has("/mode", "compose").has("/has_more", false);
        assertThat(found.at("/next_cursor").isNull()).isTrue();
        assertThat(found.at("/data/0/score").isNumber()).isTrue();
        found.has("/data/0/user_id", user).has("/data/0/conv_id", conversation).has("/data/0/object", "memory");
        found.has("/data/0/details/status", "active").has("/data/0/details/source_role", "user");
        assertThat(found.text("/context")).contains("window seats");
        Answer other = authorised(http.post("/v1/memories/search"))
                .json(Map.of("query", "window seats", "filters", Map.of("user_id", fresh("nobody"))))
                .expect(200);
        assertThat(other.at("/data")).isEmpty();
    }

    @Test
    void aSearchWithoutAScopeNamesTheField() {
        authorised(http.post("/v1/memories/search"))
                .json(Map.of("query", "tea"))
                .expect(422)
                .has("/error/type", "invalid_request_error")
                .has("/error/code", "invalid_request")
                .has("/error/details/errors/0/field", "filters");
    }

    @Test
    void aMemoryIsReadChangedAndDeleted() {
        String id = ingestAndWait("I play the piano.").text("/result/memories_created/0/id");
        String address = "/v1/memories/" + id;
        Answer memory = authorised(http.get(address)).expect(200).has("/id", id);
        assertThat(memory.at("/score").isNull()).isTrue();
        authorised(http.patch(address)).json(Map.of()).expect(422).has("/error/code", "empty_patch");
        authorised(http.patch(address))
                .json(Map.of("text", "Plays the cello.", "metadata", Map.of("by", "hand")))
                .expect(200)
                .has("/text", "Plays the cello.")
                .has("/metadata/by", "hand");
        Answer revisions =
                authorised(http.get(address + "/revisions")).expect(200).has("/object", "list");
        assertThat(texts(revisions)).hasSize(2).last().isEqualTo("Plays the cello.");
        authorised(http.delete(address)).expect(204);
        authorised(http.get(address)).expect(404).has("/error/code", "memory_not_found");
        authorised(http.delete(address)).expect(404);
        authorised(http.get(address + "/revisions")).expect(404);
    }

    @Test
    void aTrailingSlashIsAnswered() {
        authorised(http.get("/v1/memories/?user_id=" + user)).expect(200).has("/object", "list");
    }

    @Test
    void everyFormOfTheKeyIsTaken() {
        http.get("/v1/memories?user_id=" + user)
                .header("Authorization", "Token " + TestKeys.XTRACE)
                .header("X-Org-Id", TestKeys.WORKSPACE)
                .expect(200)
                .has("/object", "list");
        http.get("/v1/memories?user_id=" + user)
                .key(TestKeys.XTRACE)
                .header("X-Org-Id", TestKeys.WORKSPACE)
                .header("X-Service-Token", "whatever")
                .expect(200)
                .has("/object", "list");
    }

    @Test
    void whoIsNotLetInIsToldWhy() {
        http.get("/xtrace/v1/memories").expect(401).has("/error/type", "authentication_error");
        http.get("/xtrace/v1/memories")
                .header("x-api-key", "xtk_unknown")
                .header("X-Org-Id", TestKeys.WORKSPACE)
                .expect(401)
                .has("/error/code", "invalid_api_key");
        http.get("/xtrace/v1/memories")
                .header("x-api-key", TestKeys.XTRACE)
                .expect(400)
                .has("/error/code", "missing_org_id");
        http.get("/xtrace/v1/memories")
                .header("x-api-key", TestKeys.XTRACE)
                .header("X-Org-Id", "ws_other")
                .expect(403)
                .has("/error/type", "permission_error")
                .has("/error/code", "org_mismatch");
    }

    @Test
    void whatIsMissingIsNamed() {
        authorised(http.post("/xtrace/v1/memories"))
                .json(Map.of("messages", List.of(), "user_id", user, "conv_id", conversation))
                .expect(400)
                .has("/error/code", "invalid_messages");
        authorised(http.post("/xtrace/v1/memories"))
                .json(Map.of("messages", List.of(Map.of("role", "user", "content", "x")), "user_id", user))
                .expect(422)
                .has("/error/details/errors/0/field", "conv_id");
        authorised(http.get("/v1/memories/jobs/job_00000000000000000000000000000000"))
                .expect(404)
                .has("/error/type", "not_found_error")
                .has("/error/code", "job_not_found");
    }

    @Test
    void everyAnswerCarriesTheRequestsId() {
        Answer answer = authorised(http.get("/xtrace/v1/memories/mem_none"))
                .header("X-Request-Id", "my-request-1")
                .expect(404);
        answer.has("/error/request_id", "my-request-1");
        assertThat(answer.header("X-Request-Id")).contains("my-request-1");
    }

    private static List<String> texts(Answer list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode memory : list.at("/data")) {
            texts.add(memory.path("text").asText());
        }
        return texts;
    }
}
