package org.mneme.war.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DialectDecisionTest {

    private static final Map<String, String> NO_HEADERS = Map.of();
    private static final String IMPORTED = "a-key-of-another-time";
    private static final Map<String, String> XTRACE_KEY = Map.of("X-API-Key", "xtk_abc");

    @Test
    void thePrefixIsStrongerThanEverything() {
        assertThat(decide("GET", "/retaindb/v1/memories", XTRACE_KEY))
                .isEqualTo(new DialectDecision(Dialect.RETAINDB, "/retaindb/v1/memories"));
        assertThat(decide("GET", "/gomemory/v1/memories", XTRACE_KEY).dialect()).isEqualTo(Dialect.GOMEMORY);
        assertThat(decide("GET", "/admin/v1/plans", XTRACE_KEY))
                .isEqualTo(new DialectDecision(Dialect.ADMIN, "/admin/v1/plans"));
    }

    @Test
    void aPathThatOnlyOneDialectHasIsStrongerThanTheKey() {
        assertThat(decide("GET", "/v1/webhooks/wh_1", XTRACE_KEY).dialect()).isEqualTo(Dialect.RETAINR);
        assertThat(decide("GET", "/v1/memories/export", XTRACE_KEY).dialect()).isEqualTo(Dialect.RETAINR);
        assertThat(decide("DELETE", "/v1/memories", XTRACE_KEY).dialect()).isEqualTo(Dialect.RETAINR);
        assertThat(decide("DELETE", "/v1/memories/", XTRACE_KEY).dialect()).isEqualTo(Dialect.RETAINR);
        assertThat(decide("POST", "/v1/memory", XTRACE_KEY).dialect()).isEqualTo(Dialect.RETAINDB);
        assertThat(decide("POST", "/v1/agent/memory/events", XTRACE_KEY).dialect())
                .isEqualTo(Dialect.RETAINDB);
        assertThat(decide("GET", "/v1/jobs/job_1", XTRACE_KEY).dialect()).isEqualTo(Dialect.RETAINDB);
        assertThat(decide("GET", "/get_status/1", XTRACE_KEY).dialect()).isEqualTo(Dialect.GOMEMORY);
        assertThat(decide("POST", "/create/user", XTRACE_KEY).dialect()).isEqualTo(Dialect.GOMEMORY);
        assertThat(decide("GET", "/v1/memories/jobs/job_1", bearer("rec_live_a"))
                        .dialect())
                .isEqualTo(Dialect.XTRACE);
    }

    @Test
    void onASharedPathTheKeyDecides() {
        assertThat(decide("POST", "/v1/memories", bearer("rec_live_a")).dialect())
                .isEqualTo(Dialect.RETAINR);
        assertThat(decide("POST", "/v1/memories", bearer("rdb_a")).dialect()).isEqualTo(Dialect.RETAINDB);
        assertThat(decide("POST", "/v1/memories", bearer("xtk_a")).dialect()).isEqualTo(Dialect.XTRACE);
        assertThat(decide("DELETE", "/v1/memories/mem_1", XTRACE_KEY).dialect()).isEqualTo(Dialect.XTRACE);
        assertThat(decide("POST", "/v1/memories", Map.of("x-api-key", "rdb_a", "X-Org-Id", "ws_1"))
                        .dialect())
                .as("the key is stronger than other headers")
                .isEqualTo(Dialect.RETAINDB);
    }

    @Test
    void anImportedKeyHasTheDialectItIsStoredWith() {
        assertThat(decide("POST", "/v1/memories/search", bearer(IMPORTED)).dialect())
                .isEqualTo(Dialect.XTRACE);
        assertThat(decide("GET", "/v1/memories/mem_1", Map.of("X-API-Key", IMPORTED, "x-sdk-version", "1"))
                        .dialect())
                .as("the key is stronger than other headers")
                .isEqualTo(Dialect.XTRACE);
        assertThat(decide("GET", "/v1/webhooks", bearer(IMPORTED)).dialect())
                .as("the path is stronger than the key")
                .isEqualTo(Dialect.RETAINR);
        assertThat(decide("GET", "/v1/memories", bearer("nobody-knows-this-key"))
                        .dialect())
                .isEqualTo(Dialect.RETAINR);
    }

    @Test
    void aGoMemoryKeyLeadsNowhereWhereGoMemoryHasNothing() {
        assertThat(decide("GET", "/v1/memories", bearer("gmk_a")))
                .isEqualTo(new DialectDecision(Dialect.GOMEMORY, "/gomemory/v1/memories"));
    }

    @Test
    void withoutATellingKeyTheHeadersDecide() {
        assertThat(decide("POST", "/v1/memories", Map.of("X-Org-Id", "ws_1")).dialect())
                .isEqualTo(Dialect.XTRACE);
        assertThat(decide("POST", "/v1/memories", Map.of("Authorization", "Token abc"))
                        .dialect())
                .isEqualTo(Dialect.XTRACE);
        assertThat(decide("POST", "/v1/memories", Map.of("x-sdk-version", "1")).dialect())
                .isEqualTo(Dialect.RETAINDB);
    }

    @Test
    void elseItIsRetainr() {
        assertThat(decide("POST", "/v1/memories", NO_HEADERS))
                .isEqualTo(new DialectDecision(Dialect.RETAINR, "/retainr/v1/memories"));
        assertThat(decide("GET", "/nowhere", NO_HEADERS).dialect()).isEqualTo(Dialect.RETAINR);
        assertThat(decide("GET", "/v1/memoryx", NO_HEADERS).dialect())
                .as("a longer word is another path")
                .isEqualTo(Dialect.RETAINR);
    }

    @Test
    void healthIsOneForAllDialects() {
        assertThat(decide("GET", "/health/live", XTRACE_KEY).path()).isEqualTo("/health/live");
        assertThat(decide("GET", "/xtrace/health", NO_HEADERS))
                .isEqualTo(new DialectDecision(Dialect.XTRACE, "/health"));
    }

    @Test
    void largeBodiesAreTakenWhereManyMemoriesOrAConversationCome() {
        assertThat(decide("POST", "/v1/memory/bulk", NO_HEADERS).takesLargeBodies())
                .isTrue();
        assertThat(decide("POST", "/v1/memory/ingest/session", NO_HEADERS).takesLargeBodies())
                .isTrue();
        assertThat(decide("POST", "/v1/memories", XTRACE_KEY).takesLargeBodies())
                .isTrue();
        assertThat(decide("POST", "/add_memory", NO_HEADERS).takesLargeBodies()).isTrue();
        assertThat(decide("POST", "/v1/memories", NO_HEADERS).takesLargeBodies())
                .isFalse();
        assertThat(decide("POST", "/v1/memory", NO_HEADERS).takesLargeBodies()).isFalse();
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    private static DialectDecision decide(String method, String path, Map<String, String> headers) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return DialectDecision.of(
                method,
                path,
                anyCase::get,
                key -> key.equals(IMPORTED) ? Optional.of(Dialect.XTRACE) : Optional.empty());
    }
}
