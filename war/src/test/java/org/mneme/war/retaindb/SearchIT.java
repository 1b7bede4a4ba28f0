package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.server.Answer;

class SearchIT extends RetainDbTest {

    private static final String SEARCH = "/v1/memory/search";

    private final String user = fresh("user");

    private Map<String, Object> query(String query, Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of("project", project, "query", query, "user_id", user));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "balanced", "quality"})
    void everyProfileFindsAndExplains(String profile) {
        String id = stored("The espresso machine hums in the kitchen.", user);
        stored("Sailing boats race on the lake.", user);
        stored("The library closes at eight.", user);

        Answer answer = post(SEARCH, query("espresso machine in the kitchen", "profile", profile))
                .expect(200)
                .has("/count", 3)
                .has("/profile", profile)
                .has("/query", "espresso machine in the kitchen")
                .has("/include_pending", true)
                .has("/pending_overlay_count", 0);

        answer.has("/results/0/memory/id", id).has("/results/0/content", "The espresso machine hums in the kitchen.");
        assertThat(answer.at("/results/0/similarity").asDouble()).isBetween(0.0, 1.0);
        assertThat(answer.at("/results/0/score_parts/vector").isNumber()).isTrue();
        assertThat(answer.at("/results/0/score_parts").has("lexical")).isEqualTo(!profile.equals("fast"));
        assertThat(answer.at("/results").findValuesAsText("score").stream().map(Double::valueOf))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        JsonNode latency = answer.at("/latency_breakdown");
        double total = latency.path("total_ms").asDouble();
        assertThat(total)
                .isPositive()
                .isLessThanOrEqualTo(answer.at("/latency_ms").asDouble());
        for (String part : List.of("embed_ms", "vector_ms", "lexical_ms", "merge_ms")) {
            assertThat(latency.path(part).isNumber()).as(part).isTrue();
            assertThat(latency.path(part).asDouble()).as(part).isBetween(0.0, total);
        }
    }

    @Test
    void aSearchIsNarrowedByEveryIdTypeTagAndNamespace() {
        Map<String, Object> rich = query("");
        rich.remove("query");
        rich.putAll(Map.of(
                "content",
                "Green tea at four.",
                "memory_type",
                "preference",
                "tags",
                List.of("drink", "daily"),
                "namespace",
                "home",
                "session_id",
                "s1",
                "agent_id",
                "a1",
                "task_id",
                "t1"));
        post("/v1/memory", rich).expect(201);
        stored("Green tea at five.", user);

        List<Map.Entry<String, Object>> narrowings = List.of(
                Map.entry("session_id", "s1"),
                Map.entry("agent_id", "a1"),
                Map.entry("task_id", "t1"),
                Map.entry("namespace", "home"),
                Map.entry("tags", List.of("daily")),
                Map.entry("memory_types", List.of("preference")));
        for (Map.Entry<String, Object> narrowing : narrowings) {
            post(SEARCH, query("green tea", narrowing.getKey(), narrowing.getValue()))
                    .expect(200)
                    .has("/count", 1)
                    .has("/results/0/content", "Green tea at four.");
        }
        post(SEARCH, query("green tea")).expect(200).has("/count", 2);
        post(SEARCH, query("green tea", "tags", List.of("daily", "weekly")))
                .expect(200)
                .has("/count", 0);
    }

    @Test
    void topKBoundsTheResults() {
        for (int i = 0; i < 12; i++) {
            stored("Note number " + i + " about gardening.", user);
        }
        post(SEARCH, query("gardening", "top_k", 3)).expect(200).has("/count", 3);
        post(SEARCH, query("gardening")).expect(200).has("/count", 10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                        | query
                    {"query": " "}                            | query
                    {"query": "x", "top_k": 0}                | top_k
                    {"query": "x", "top_k": 51}               | top_k
                    {"query": "x", "top_k": "5"}              | top_k
                    {"query": "x", "profile": "best"}         | profile
                    {"query": "x", "memory_types": ["poem"]}  | memory_types
                    {"query": "x", "include_pending": "no"}   | include_pending
                    """)
    void aWrongFieldIsNamed(String body, String field) {
        assertThat(error(post(SEARCH, body).send(), 400, "VALIDATION_ERROR")).contains(field);
    }

    @Test
    void aQueryIsBoundedAt5000Characters() {
        error(post(SEARCH, Map.of("query", "x".repeat(5_001))).send(), 400, "VALIDATION_ERROR");
    }

    @Test
    void anUnknownProjectIsNotFound() {
        error(post(SEARCH, Map.of("query", "x", "project", fresh("never"))).send(), 404, "PROJECT_NOT_FOUND");
    }

    @Test
    void contextQueryPutsResultsIntoTextWithinTheTokens() {
        for (int i = 0; i < 10; i++) {
            stored("Rule " + i + ": water the gardening beds every single morning before the sun is high.", user);
        }
        Map<String, Object> body = query("gardening beds", "threshold", 0, "top_k", 10);

        Answer whole = post("/v1/context/query", body).expect(200).has("/meta/query", "gardening beds");
        whole.has("/meta/total", 10).has("/results/0/type", "factual");
        assertThat(whole.text("/context")).contains(whole.text("/results/0/content"));
        assertThat(whole.at("/results/0/metadata").isObject()).isTrue();
        for (int max : List.of(1, 20, 50, 100)) {
            body.put("max_tokens", max);
            Answer bounded = post("/v1/context/query", body).expect(200);
            assertThat(bounded.at("/meta/tokens_used").asInt()).isLessThanOrEqualTo(max);
            assertThat(bounded.text("/context").lines().count())
                    .isEqualTo(bounded.at("/results").size());
        }
        body.put("include_memories", false);
        post("/v1/context/query", body).expect(200).has("/meta/total", 0).has("/context", "");
    }

    @Test
    void askAnswersWithMemoriesAndSaysSo() {
        String id = stored("Alex is allergic to peanuts.", user);

        Answer answer = post(
                        "/v1/memory/profile/" + user + "/ask",
                        Map.of("project", project, "query", "What is Alex allergic to?"))
                .expect(200)
                .has("/success", true)
                .has("/coverage_score", 1.0);

        assertThat(answer.text("/answer")).contains("peanuts", "without a language model");
        assertThat(answer.at("/supporting_memory_ids")).hasSize(1);
        answer.has("/supporting_memory_ids/0", id);
        post("/v1/memory/profile/" + fresh("nobody") + "/ask", Map.of("project", project, "query", "What?"))
                .expect(200)
                .has("/coverage_score", 0.0);
        error(post("/v1/memory/profile/" + user + "/ask", Map.of()).send(), 400, "VALIDATION_ERROR");
    }
}
