package org.mneme.war.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Which dialect answers, for every address that several have, every key, and every header that tells them apart. */
class CollisionsIT extends OverTheWire {

    /** A sign of who calls: what it is, what it adds to a request, and who must answer. */
    record Sign(String what, String prefix, Map<String, String> headers, Dialect dialect) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** An address that several dialects have. */
    record Route(String method, String path, Object body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final Object ANY_BODY = Map.of(
            "content", "I like tea.",
            "namespace", "collisions",
            "query", "tea",
            "user_id", "u",
            "conv_id", "c",
            "messages", List.of(Map.of("role", "user", "content", "I like tea.")));

    private static final List<Route> ROUTES = List.of(
            new Route("POST", "/v1/memories", ANY_BODY),
            new Route("GET", "/v1/memories?user_id=u", null),
            new Route("POST", "/v1/memories/search", ANY_BODY),
            new Route("GET", "/v1/memories/mem_none", null),
            new Route("DELETE", "/v1/memories/mem_none", null));

    private static List<Sign> signs() {
        String org = TestKeys.WORKSPACE;
        return List.of(
                new Sign("key of retainr", "", bearer(TestKeys.RETAINR), Dialect.RETAINR),
                new Sign("key of RetainDB", "", bearer(TestKeys.RETAINDB), Dialect.RETAINDB),
                new Sign("key of RetainDB as X-API-Key", "", Map.of("X-API-Key", TestKeys.RETAINDB), Dialect.RETAINDB),
                new Sign("key of XTrace", "", with(bearer(TestKeys.XTRACE), "X-Org-Id", org), Dialect.XTRACE),
                new Sign(
                        "key of XTrace as x-api-key",
                        "",
                        Map.of("x-api-key", TestKeys.XTRACE, "X-Org-Id", org),
                        Dialect.XTRACE),
                new Sign(
                        "Token of XTrace",
                        "",
                        Map.of("Authorization", "Token " + TestKeys.XTRACE, "X-Org-Id", org),
                        Dialect.XTRACE),
                new Sign("prefix of retainr", "/retainr", bearer(TestKeys.RETAINR), Dialect.RETAINR),
                new Sign("prefix of retainr, key of RetainDB", "/retainr", bearer(TestKeys.RETAINDB), Dialect.RETAINR),
                new Sign("prefix of RetainDB, key of retainr", "/retaindb", bearer(TestKeys.RETAINR), Dialect.RETAINDB),
                new Sign(
                        "prefix of XTrace, key of retainr",
                        "/xtrace",
                        with(bearer(TestKeys.RETAINR), "X-Org-Id", org),
                        Dialect.XTRACE),
                new Sign(
                        "key of retainr beside headers of XTrace and RetainDB",
                        "",
                        with(with(bearer(TestKeys.RETAINR), "X-Org-Id", org), "x-sdk-version", "1"),
                        Dialect.RETAINR),
                new Sign("no key", "", Map.of(), Dialect.RETAINR),
                new Sign("X-Org-Id without a key", "", Map.of("X-Org-Id", org), Dialect.XTRACE),
                new Sign("X-Xtrace-Client without a key", "", Map.of("X-Xtrace-Client", "ts"), Dialect.XTRACE),
                new Sign("x-sdk-version without a key", "", Map.of("x-sdk-version", "1"), Dialect.RETAINDB),
                new Sign("x-sdk-runtime without a key", "", Map.of("x-sdk-runtime", "node"), Dialect.RETAINDB));
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(name, value);
        return more;
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> everyRouteWithEverySign() {
        return ROUTES.stream()
                .flatMap(route ->
                        signs().stream().map(sign -> org.junit.jupiter.params.provider.Arguments.of(route, sign)));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("everyRouteWithEverySign")
    void theRightDialectAnswers(Route route, Sign sign) {
        WireClient.Request request = http.request(route.method(), sign.prefix() + route.path());
        sign.headers().forEach(request::header);
        if (route.body() != null) {
            request.json(route.body());
        }
        Answer answer = request.send();
        assertThat(answer.status()).as("%s: %s", route, answer.body()).isLessThan(500);
        assertThat(shape(answer))
                .as("%s: %d %s", route, answer.status(), answer.body())
                .isEqualTo(sign.dialect());
    }

    /** Tell a dialect by what only its answers have. */
    private static Dialect shape(Answer answer) {
        JsonNode body = answer.json();
        if (answer.status() >= 400) {
            JsonNode error = body.path("error");
            if (error.isTextual()) {
                return Dialect.RETAINR;
            }
            return error.has("type") ? Dialect.XTRACE : Dialect.RETAINDB;
        }
        if (body.has("object")) {
            return Dialect.XTRACE;
        }
        boolean retainr = body.has("deduplicated") || body.has("results") || body.has("total");
        return retainr && !body.has("trace_id") ? Dialect.RETAINR : Dialect.RETAINDB;
    }
}
