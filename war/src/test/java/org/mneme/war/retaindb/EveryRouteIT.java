package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.WireClient;

/** What holds for every route there is. */
class EveryRouteIT extends RetainDbTest {

    private final List<Routes.Route> routes = Routes.of(http);

    private WireClient.Request request(Routes.Route route) {
        return request(route, "");
    }

    /** Without a key only the prefix tells that a path that several dialects have is meant for this one. */
    private WireClient.Request prefixed(Routes.Route route) {
        return request(route, "/retaindb");
    }

    private WireClient.Request request(Routes.Route route, String prefix) {
        WireClient.Request request = http.request(route.method(), prefix + route.path("unknown"));
        return List.of("POST", "PUT").contains(route.method()) ? request.json(Map.of()) : request;
    }

    @Test
    void thereAreAsManyAsTheContractHas() {
        assertThat(routes).hasSizeGreaterThanOrEqualTo(25);
    }

    @Test
    void withoutAKeyNoneAnswersAndTheErrorIsInTheEnvelope() {
        assertThat(routes).allSatisfy(route -> {
            assertThat(error(prefixed(route).send(), 401, "UNAUTHORIZED"))
                    .isEqualTo("Missing API key or Authorization header");
            error(prefixed(route).key("rdb_nobodys").send(), 401, "UNAUTHORIZED");
        });
    }

    @Test
    void everyAnswerHasTheTraceIdOfTheCallerInItsHeaderAndItsBody() {
        for (String header : List.of("x-trace-id", "x-request-id")) {
            assertThat(routes).allSatisfy(route -> {
                String trace = fresh("trace");
                Answer answer = request(route).key(KEY).header(header, trace).send();

                assertThat(answer.status()).isBetween(200, 404);
                assertThat(answer.header("x-trace-id")).contains(trace);
                answer.has("/trace_id", trace);
            });
        }
    }

    @Test
    void everyAnswerHasATraceIdOfItsOwnIfTheCallerSentNone() {
        assertThat(routes).allSatisfy(route -> {
            Answer answer = request(route).key(KEY).send();

            assertThat(answer.text("/trace_id"))
                    .startsWith("trc_")
                    .isEqualTo(answer.header("x-trace-id").orElseThrow());
        });
    }

    /** Neither a wrong method nor a wrong path nor a body that is none leaves the envelope. */
    @Test
    void whatIsNoRequestIsAnsweredInTheEnvelope() {
        error(http.post("/v1/memory").key(KEY).json("{\"content\": ").send(), 400, "VALIDATION_ERROR");
        error(http.post("/v1/memory").key(KEY).json("[]").send(), 400, "VALIDATION_ERROR");
        error(get("/v1/memory/a/b/c/d").send(), 404, "NOT_FOUND");
        Answer wrong = http.request("PATCH", "/v1/memory/profile/x").key(KEY).send();
        assertThat(wrong.status()).isIn(404, 405);
        assertThat(wrong.text("/trace_id")).isEqualTo(wrong.header("x-trace-id").orElseThrow());
    }
}
