package org.mneme.war.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.RawHttp;

class EdgeIT extends OverTheWire {

    /** For each dialect an address that it does not have, and where its envelope has the text. */
    private static final Map<String, String> UNKNOWN_ADDRESSES = Map.of(
            "/nowhere", "/message",
            "/v1/nowhere", "/message",
            "/retainr/v1/nowhere", "/error",
            "/v1/memory/a/b/c/d/e", "/error/code",
            "/retaindb/nowhere", "/trace_id",
            "/xtrace/nowhere", "/error/request_id",
            "/gomemory/nowhere", "/Error",
            "/get_all/a/b/c", "/Error",
            "/admin/v1/nowhere", "/detail");

    @Test
    void anUnknownAddressIsAnsweredInTheEnvelopeOfItsDialect() {
        UNKNOWN_ADDRESSES.forEach((address, pointer) -> {
            Answer answer = http.get(address).expect(404);
            assertThat(answer.text(pointer)).as(address).isNotBlank();
            assertThat(answer.header("Content-Type"))
                    .hasValueSatisfying(
                            type -> assertThat(type).startsWith("application/").endsWith("json"));
        });
    }

    @Test
    void anUnknownMethodIsRefusedInTheEnvelope() {
        Answer answer = http.delete("/health").expect(405).has("/error", "method_not_allowed");
        assertThat(answer.header("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
    }

    @Test
    void anAcceptHeaderThatNothingFitsIsRefusedInTheEnvelope() {
        http.get("/health").header("Accept", "image/png").expect(406).has("/error", "not_acceptable");
    }

    @Test
    void everyAnswerCarriesARequestId() {
        assertThat(http.get("/health").send().header("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        assertThat(http.get("/nowhere").send().header("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
    }

    @Test
    void aSaneRequestIdIsEchoedAndAnyOtherIsReplaced() {
        assertThat(http.get("/health").header("X-Request-Id", "my-id.7").send().header("X-Request-Id"))
                .contains("my-id.7");
        assertThat(http.get("/health").header("X-Request-Id", "a b<c>").send().header("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
    }

    @Test
    void retainDbAdoptsTheTraceIdOfTheCaller() {
        Answer answer =
                http.get("/retaindb/nowhere").header("x-trace-id", "trc_mine").expect(404);
        answer.has("/trace_id", "trc_mine");
        assertThat(answer.header("x-trace-id")).contains("trc_mine");
    }

    @Test
    void nothingTellsWhichServerThisIs() {
        Answer answer = http.get("/health").expect(200);
        assertThat(List.of(answer.header("Server"), answer.header("X-Powered-By")))
                .allMatch(java.util.Optional::isEmpty);
    }

    @Test
    void aDeclaredBodyOverTheLimitIsRefusedBeforeItIsRead() {
        http.post("/v1/memories")
                .bytes("application/json", new byte[1024 * 1024 + 1])
                .expect(413)
                .has("/error", "body_too_large");
    }

    @Test
    void theAddressOfEverythingIsNowhere() {
        assertThat(RawHttp.send(http.base(), "OPTIONS * HTTP/1.1", "Host: mneme", "Connection: close"))
                .startsWith("HTTP/1.1 404")
                .contains("{\"error\":\"not_found\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%ff",
                "/a/../b",
                "/a/%2e%2e/b",
                "/./a",
                "/health?q=%",
                "/health?q=%zz",
                "/health?q=%c3%28",
                "//",
                "/;a=b",
                "/a%5cb",
                "/a|b",
                "/a{b}[c]^`d",
                "/a\\b",
                "/nowhere?q={a}|<b>",
                "/v1/memories/a:b",
                "/v1/memory/profile/a%2Fb/nowhere",
                "http://mneme/nowhere",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/a%3cscript%3e",
                "/v1/memories;jsessionid=1"
            })
    void anOddAddressIsAnsweredInTheEnvelope(String address) {
        String answer = RawHttp.send(http.base(), "GET " + address + " HTTP/1.1", "Host: mneme", "Connection: close");

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContainIgnoringCase("<html", "<h1", "\tat ", "SRVE");
        assertThat(answer)
                .containsIgnoringCase("content-type: application/json")
                .contains("{\"error\":");
    }
}
