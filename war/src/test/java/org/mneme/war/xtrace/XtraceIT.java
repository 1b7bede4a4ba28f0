package org.mneme.war.xtrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;
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
        authorised(http.patch(address))
                .json(Map.of("metadata", Map.of("by", "foot")))
                .expect(200)
                .has("/text", "Plays the cello.")
                .has("/metadata/by", "foot");
        authorised(http.delete(address)).expect(204);
        authorised(http.get(address)).expect(404).has("/error/code", "memory_not_found");
        authorised(http.delete(address)).expect(404);
        authorised(http.get(address + "/revisions")).expect(404);
    }

    @Test
    void aTrailingSlashIsAnswered() {
        Answer job = authorised(http.post("/v1/memories/?wait=true"))
                .json(messages("I like jazz."))
                .expect(200);
        authorised(http.get("/v1/memories/?user_id=" + user)).expect(200).has("/object", "list");
        authorised(http.get("/v1/memories/jobs/" + job.text("/id") + "/"))
                .expect(200)
                .has("/status", "succeeded");
        authorised(http.post("/v1/memories/search/"))
                .json(Map.of("query", "jazz", "user_id", user))
                .expect(200)
                .has("/mode", "retrieve");
        authorised(http.get("/v1/memories/" + job.text("/result/memories_created/0/id") + "/"))
                .expect(200)
                .has("/object", "memory");
    }

    @Test
    void whereItWasSaidAndWhatCameWithItIsKept() {
        Map<String, Object> body = new HashMap<>(messages("I play chess every Sunday."));
        body.put("agent_id", "coach");
        body.put("app_id", "mobile");
        body.put("metadata", Map.of("channel", "chat"));
        body.put("extract_artifacts", true);
        String id = authorised(http.post("/v1/memories?wait=true"))
                .json(body)
                .expect(200)
                .text("/result/memories_created/0/id");
        authorised(http.get("/v1/memories/" + id))
                .expect(200)
                .has("/user_id", user)
                .has("/conv_id", conversation)
                .has("/agent_id", "coach")
                .has("/app_id", "mobile")
                .has("/metadata/channel", "chat");
    }

    @Test
    void aListIsNarrowedByEachId() {
        Map<String, Object> body = new HashMap<>(messages("I play chess every Sunday."));
        body.put("agent_id", "coach-" + user);
        body.put("app_id", "app-" + user);
        authorised(http.post("/v1/memories?wait=true")).json(body).expect(200);
        ingestAndWait("I visited the museum in Vienna.");
        String address = "/v1/memories?user_id=" + user;
        assertThat(texts(authorised(http.get(address)).expect(200))).hasSize(2);
        for (String narrower : List.of("agent_id=coach-" + user, "app_id=app-" + user)) {
            assertThat(texts(authorised(http.get(address + "&" + narrower)).expect(200)))
                    .singleElement()
                    .asString()
                    .contains("chess");
            assertThat(texts(authorised(http.get(address + "&" + narrower + "-other"))
                            .expect(200)))
                    .isEmpty();
        }
        assertThat(texts(authorised(http.get(address + "&conv_id=" + conversation))
                        .expect(200)))
                .hasSize(2);
        List<String> types = new ArrayList<>();
        for (String type : List.of("fact", "episode", "artifact")) {
            Answer page = authorised(http.get(address + "&type=" + type)).expect(200);
            page.at("/data").forEach(memory -> {
                assertThat(memory.path("type").asText()).isEqualTo(type);
                types.add(type);
            });
        }
        assertThat(types).hasSize(2);
    }

    @Test
    void aSearchIsNarrowedByEveryOperator() {
        Map<String, Object> body = new HashMap<>(messages("I play chess every Sunday."));
        body.put("agent_id", "coach");
        body.put("metadata", Map.of("level", 3, "channel", "chat"));
        authorised(http.post("/v1/memories?wait=true")).json(body).expect(200);
        Map<String, Boolean> filters = new LinkedHashMap<>();
        filters.put("{\"agent_id\":\"coach\"}", true);
        filters.put("{\"agent_id\":{\"$eq\":\"other\"}}", false);
        filters.put("{\"agent_id\":{\"$ne\":\"other\"}}", true);
        filters.put("{\"agent_id\":{\"$ne\":\"coach\"}}", false);
        filters.put("{\"agent_id\":{\"$in\":[\"coach\",\"other\"]}}", true);
        filters.put("{\"agent_id\":{\"$nin\":[\"coach\"]}}", false);
        filters.put("{\"app_id\":{\"$exists\":false}}", true);
        filters.put("{\"agent_id\":{\"$exists\":false}}", false);
        filters.put("{\"metadata.level\":{\"$gt\":2}}", true);
        filters.put("{\"metadata.level\":{\"$gt\":3}}", false);
        filters.put("{\"metadata.level\":{\"$gte\":3,\"$lt\":4}}", true);
        filters.put("{\"metadata.level\":{\"$lte\":2}}", false);
        filters.put("{\"created_at\":{\"$gt\":\"2020-01-01T00:00:00Z\"}}", true);
        filters.put("{\"AND\":[{\"agent_id\":\"coach\"},{\"metadata.channel\":\"mail\"}]}", false);
        filters.put("{\"OR\":[{\"agent_id\":\"other\"},{\"metadata.channel\":\"chat\"}]}", true);
        filters.put("{\"NOT\":{\"agent_id\":\"coach\"}}", false);
        filters.put("{\"NOT\":[{\"agent_id\":\"other\"}]}", true);
        filters.forEach((filter, found) -> {
            Answer answer = authorised(http.post("/v1/memories/search"))
                    .json("{\"query\":\"chess\",\"user_id\":\"" + user + "\",\"filters\":" + filter + "}")
                    .expect(200);
            assertThat(answer.at("/data")).as(filter).hasSize(found ? 1 : 0);
            assertThat(answer.at("/context").isNull()).isTrue();
        });
        authorised(http.post("/v1/memories/search"))
                .json(Map.of("query", "chess", "filters", Map.of("user_id", Map.of("$like", "u"))))
                .expect(422)
                .has("/error/details/errors/0/field", "filters.user_id");
    }

    @Test
    void whatIsOutOfBoundsIsNamed() {
        for (String query : List.of(
                "limit=0", "limit=101", "limit=many", "order=random", "type=poem", "cursor=nonsense", "user_id=")) {
            Answer refused = authorised(http.get("/v1/memories?" + query)).expect(422);
            refused.has("/error/type", "invalid_request_error").has("/error/code", "invalid_request");
            assertThat(refused.json().at("/error/details/errors/0").fieldNames())
                    .toIterable()
                    .containsExactly("field", "message", "type");
            refused.has("/error/details/errors/0/field", query.substring(0, query.indexOf('=')));
        }
        authorised(http.post("/v1/memories?wait=perhaps"))
                .json(messages("I like tea."))
                .expect(422)
                .has("/error/details/errors/0/field", "wait");
        authorised(http.post("/v1/memories/search"))
                .json(Map.of("query", "x", "user_id", user, "limit", 101))
                .expect(422)
                .has("/error/details/errors/0/field", "limit");
        authorised(http.post("/v1/memories/search"))
                .json(Map.of("query", "x", "user_id", user, "mode", "guess"))
                .expect(422)
                .has("/error/details/errors/0/field", "mode");
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain() {
        Tenant tenant = Tenant.create(http, "free", "xtrace");
        Answer last = null;
        // a minute may end in between, so that two of them are enough
        for (int i = 0; i <= 60 && (last == null || last.status() == 200); i++) {
            last = tenant.get("/v1/memories")
                    .header("X-Org-Id", tenant.workspace())
                    .send();
        }
        last.expect(429).has("/error/type", "rate_limit_error").has("/error/code", "rate_limited");
        assertThat(Integer.parseInt(last.header("Retry-After").orElseThrow())).isBetween(1, 60);
    }

    @Test
    void anotherOrganisationsJobIsUnknown() {
        String job = ingestAndWait("I like tea.").text("/id");
        Tenant stranger = Tenant.create(http, "self-hosted", "xtrace");
        stranger.get("/v1/memories/jobs/" + job)
                .header("X-Org-Id", stranger.workspace())
                .expect(404)
                .has("/error/code", "job_not_found");
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
        authorised(http.post("/xtrace/v1/memories"))
                .json(Map.of("messages", List.of(Map.of("role", "user", "content", "x")), "conv_id", "c"))
                .expect(422)
                .has("/error/details/errors/0/field", "user_id");
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
