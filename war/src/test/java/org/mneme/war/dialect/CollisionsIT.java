package org.mneme.war.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** A method and an address, and whether a body goes with it. */
    record Route(String method, String path, boolean hasBody) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What a caller of one dialect says, what one says who mixes them, and what nobody can read. */
    private static final Map<String, String> BODIES = bodies();

    private static final List<Route> SHARED = List.of(
            new Route("POST", "/v1/memories", true),
            new Route("POST", "/v1/memories/", true),
            new Route("GET", "/v1/memories?user_id=u", false),
            new Route("GET", "/v1/memories/?user_id=u", false),
            new Route("POST", "/v1/memories/search", true),
            new Route("GET", "/v1/memories/mem_none", false),
            new Route("DELETE", "/v1/memories/mem_none", false),
            new Route("PATCH", "/v1/memories/mem_none", true),
            new Route("PUT", "/v1/memories/mem_none", true),
            new Route("GET", "/v1/memories/mem_none/revisions", false),
            new Route("PUT", "/v1/memories", true));

    /** Addresses that only one dialect has, with or without the thing that they name. */
    private static final Map<Dialect, List<Route>> OWN = Map.of(
            Dialect.RETAINR,
            List.of(
                    new Route("GET", "/v1/memories/export", false),
                    new Route("POST", "/v1/memories/context", true),
                    new Route("DELETE", "/v1/memories", false),
                    new Route("DELETE", "/v1/memories/", false),
                    new Route("GET", "/v1/memories/export/", false),
                    new Route("GET", "/v1/webhooks", false),
                    new Route("POST", "/v1/webhooks", true),
                    new Route("PUT", "/v1/webhooks/wh_none", true),
                    new Route("DELETE", "/v1/webhooks/wh_none", false),
                    new Route("GET", "/v1/workspace", false),
                    new Route("DELETE", "/v1/workspace/apikeys/key_none", false)),
            Dialect.XTRACE,
            List.of(new Route("GET", "/v1/memories/jobs/job_00000000000000000000000000000000", false)),
            Dialect.RETAINDB,
            List.of(
                    new Route("POST", "/v1/memory", true),
                    new Route("POST", "/v1/memory/search", true),
                    new Route("GET", "/v1/memory/mem_none", false),
                    new Route("GET", "/v1/memory/profile/u", false),
                    new Route("GET", "/v1/memory/profile/u/", false),
                    new Route("GET", "/v1/memory/session/s", false),
                    new Route("GET", "/v1/memory/jobs/job_none", false),
                    new Route("GET", "/v1/jobs/job_none", false),
                    new Route("POST", "/v1/context/query", true),
                    new Route("POST", "/v1/agent/memory/events", true),
                    new Route("GET", "/v1/agent/memory/handoffs/none", false)),
            Dialect.GOMEMORY,
            List.of(
                    new Route("POST", "/create/user", false),
                    new Route("POST", "/add_memory", true),
                    new Route("GET", "/get_status/none", false),
                    new Route("POST", "/get_memory", true),
                    new Route("GET", "/get_all/u", false),
                    new Route("GET", "/get_core/u", false),
                    new Route("POST", "/delete_memory/general", true),
                    new Route("POST", "/delete_memory/core", true)));

    private static Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("of retainr", "{\"content\":\"I like tea.\",\"query\":\"tea\",\"namespace\":\"collisions\"}");
        bodies.put(
                "of XTrace",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"I like tea.\"}],\"query\":\"tea\",\"user_id\":\"u\","
                        + "\"conv_id\":\"c\",\"text\":\"I like tea.\"}");
        bodies.put(
                "of RetainDB",
                "{\"content\":\"I like tea.\",\"query\":\"tea\",\"project\":\"default\",\"user_id\":\"u\"}");
        bodies.put(
                "of GoMemory",
                "{\"userId\":\"u\",\"messages\":[{\"role\":\"user\",\"content\":\"I like tea.\"}],\"memoryId\":[\"mem_none\"]}");
        bodies.put(
                "of everybody",
                "{\"content\":\"I like tea.\",\"namespace\":\"collisions\",\"query\":\"tea\",\"user_id\":\"u\",\"userId\":\"u\","
                        + "\"conv_id\":\"c\",\"messages\":[{\"role\":\"user\",\"content\":\"I like tea.\"}]}");
        bodies.put("of nobody", "{}");
        bodies.put("that is no object", "[]");
        bodies.put("that is no JSON", "{");
        return bodies;
    }

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
                new Sign("prefix of GoMemory, key of XTrace", "/gomemory", bearer(TestKeys.XTRACE), Dialect.GOMEMORY),
                new Sign("prefix of GoMemory, no key", "/gomemory", Map.of(), Dialect.GOMEMORY),
                new Sign("prefix of XTrace, no key", "/xtrace", Map.of(), Dialect.XTRACE),
                new Sign(
                        "key of RetainDB beside a key of XTrace",
                        "",
                        with(bearer(TestKeys.RETAINDB), "x-api-key", TestKeys.XTRACE),
                        Dialect.RETAINDB),
                new Sign(
                        "key of XTrace beside x-sdk-runtime",
                        "",
                        with(with(bearer(TestKeys.XTRACE), "X-Org-Id", org), "x-sdk-runtime", "node"),
                        Dialect.XTRACE),
                new Sign(
                        "unknown key with the characters of RetainDB",
                        "",
                        bearer("rdb_00000000000000000000000000000000"),
                        Dialect.RETAINDB),
                new Sign("unknown key of nobody", "", bearer("who-knows-this-key-at-all"), Dialect.RETAINR),
                new Sign("key of GoMemory", "", bearer("gmk_00000000000000000000000000000000"), Dialect.GOMEMORY),
                new Sign("Token without XTrace's characters", "", Map.of("Authorization", "Token x"), Dialect.XTRACE),
                new Sign("Basic authentication", "", Map.of("Authorization", "Basic dTpw"), Dialect.RETAINR),
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

    static List<Sign> everySign() {
        return signs();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everySign")
    void onSharedAddressesTheStrongestSignDecides(Sign sign) {
        for (Route route : SHARED) {
            for (Map.Entry<String, String> body : bodiesFor(route)) {
                check(route, sign, body, sign.dialect());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everySign")
    void onAddressesThatOneDialectHasThatOneAnswersUnlessThePrefixNamesAnother(Sign sign) {
        OWN.forEach((owner, routes) -> {
            for (Route route : routes) {
                for (Map.Entry<String, String> body : bodiesFor(route)) {
                    Answer answer = check(route, sign, body, sign.prefix().isEmpty() ? owner : sign.dialect());
                    if (!sign.prefix().isEmpty() && sign.dialect() != owner) {
                        assertThat(answer.status())
                                .as("%s has nothing at %s: %s", sign, route, answer.body())
                                .isBetween(400, 499);
                    }
                }
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everySign")
    void aMemoryThatIsThereIsShownAndDeletedInTheFormOfWhoAsks(Sign sign) {
        String id = http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", "Everybody's memory", "namespace", fresh("collisions")))
                .expect(201)
                .text("/id");
        Map.Entry<String, String> nothing = Map.entry("no body", "");
        String path = "/v1/memories/" + id;
        Answer read = check(new Route("GET", path, false), sign, nothing, sign.dialect());
        Answer deleted = check(new Route("DELETE", path, false), sign, nothing, sign.dialect());
        assertThat(deleted.status() < 300).isEqualTo(read.status() < 300);
        if (deleted.status() < 300) {
            assertThat(deleted.status()).isEqualTo(sign.dialect() == Dialect.RETAINDB ? 200 : 204);
        }
    }

    private static List<Map.Entry<String, String>> bodiesFor(Route route) {
        return route.hasBody() ? List.copyOf(BODIES.entrySet()) : List.of(Map.entry("no body", ""));
    }

    private Answer check(Route route, Sign sign, Map.Entry<String, String> body, Dialect expected) {
        WireClient.Request request = http.request(route.method(), sign.prefix() + route.path());
        sign.headers().forEach(request::header);
        if (route.hasBody()) {
            request.json(body.getValue());
        }
        Answer answer = request.send();
        String what =
                "%s with %s, body %s: %d %s".formatted(route, sign, body.getKey(), answer.status(), answer.body());
        assertThat(answer.status()).as(what).isLessThan(500);
        assertThat(shapes(answer)).as(what).contains(expected);
        return answer;
    }

    /** Tell the dialects that could have given an answer, by what only their answers have. */
    private static Set<Dialect> shapes(Answer answer) {
        if (answer.status() == 204) {
            return Set.of(Dialect.RETAINR, Dialect.XTRACE);
        }
        if (answer.header("Content-Type").orElse("").startsWith("application/x-ndjson")) {
            return Set.of(Dialect.RETAINR);
        }
        JsonNode body = answer.json();
        if (body.isArray() && body.isEmpty()) {
            return Set.of(Dialect.RETAINR, Dialect.GOMEMORY);
        }
        return Set.of(answer.status() >= 400 ? errorOf(body) : shapeOf(body));
    }

    private static Dialect errorOf(JsonNode body) {
        if (body.has("Error")) {
            return Dialect.GOMEMORY;
        }
        JsonNode error = body.path("error");
        if (error.isTextual()) {
            return Dialect.RETAINR;
        }
        return error.has("type") ? Dialect.XTRACE : Dialect.RETAINDB;
    }

    private static Dialect shapeOf(JsonNode body) {
        if (body.has("trace_id")) {
            return Dialect.RETAINDB;
        }
        if (body.has("object")) {
            return Dialect.XTRACE;
        }
        boolean goMemory = body.has("ReqId") || body.has("userId") || body.has("message");
        boolean entries = body.isArray() && body.get(0).has("memory_text");
        return goMemory || entries ? Dialect.GOMEMORY : Dialect.RETAINR;
    }
}
