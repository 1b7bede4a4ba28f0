package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;
import org.mneme.war.server.TestKeys;

/** Who is let in, who is not, and how often. */
class AccessIT extends OverTheWire {

    private static final List<String> ADDRESSES = List.of(
            "GET /v1/memories",
            "POST /v1/memories",
            "DELETE /v1/memories",
            "POST /v1/memories/search",
            "POST /v1/memories/context",
            "GET /v1/memories/export",
            "GET /v1/memories/mem_1",
            "DELETE /v1/memories/mem_1",
            "GET /v1/workspace",
            "POST /v1/workspace/apikeys",
            "DELETE /v1/workspace/apikeys/key_1");

    @Test
    void everyAddressNeedsAKey() {
        for (String address : ADDRESSES) {
            String[] words = address.split(" ");
            Answer answer = http.request(words[0], words[1]).expect(401).has("/error", "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
            http.request(words[0], "/retainr" + words[1])
                    .key("rec_live_" + "1".repeat(32))
                    .expect(401)
                    .has("/error", "unauthorized");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Basic cmVjX2xpdmU6eA==",
                "rec_live_TestTestTestTestTestTestTestTest",
                "Bearer rec_live_TestTestTestTestTestTestTestTest extra",
                "Bearer rec_live_testtesttesttesttesttesttesttest"
            })
    void aMalformedOrWrongKeyIsRefused(String authorization) {
        http.get("/v1/memories")
                .header("Authorization", authorization)
                .expect(401)
                .has("/error", "unauthorized");
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        http.get("/v1/memories")
                .header("Authorization", "bearer " + TestKeys.RETAINR)
                .expect(200);
        http.get("/v1/memories")
                .header("authorization", "BEARER  " + TestKeys.RETAINR)
                .expect(200);
    }

    @Test
    void anExpiredKeyIsRefused() {
        Tenant tenant = Tenant.create(http);
        String expired = http.post("/admin/v1/workspaces/" + tenant.workspace() + "/keys")
                .key(TestKeys.ADMIN)
                .json(Map.of(
                        "name",
                        "old",
                        "dialect",
                        "retainr",
                        "expires_at",
                        Instant.now().minusSeconds(1).toString()))
                .expect(201)
                .text("/api_key");
        http.get("/v1/memories").key(expired).expect(401).has("/error", "unauthorized");
    }

    @Test
    void aRestrictedKeyMayDoOnlyWhatItSays() {
        Tenant all = Tenant.create(http);
        String id = all.store("n", "text");
        Tenant reader = all.restrictedTo("read");
        Tenant writer = all.restrictedTo("write");

        reader.get("/v1/memories").expect(200);
        reader.post("/v1/memories/search").json(Map.of("query", "text")).expect(200);
        reader.get("/v1/memories/export").expect(200);
        reader.post("/v1/memories").json(Examples.STORE).expect(403).has("/error", "forbidden");
        reader.delete("/v1/memories/" + id).expect(403).has("/error", "forbidden");
        reader.delete("/v1/memories").json(Map.of("namespace", "n")).expect(403).has("/error", "forbidden");
        reader.post("/v1/workspace/apikeys")
                .json(Map.of("name", "more"))
                .expect(403)
                .has("/error", "forbidden");

        writer.post("/v1/memories").json(Examples.STORE).expect(201);
        writer.get("/v1/memories").expect(403).has("/error", "forbidden");
        writer.get("/v1/memories/" + id).expect(403).has("/error", "forbidden");
        writer.post("/v1/memories/search")
                .json(Map.of("query", "text"))
                .expect(403)
                .has("/error", "forbidden");
        writer.post("/v1/memories/context")
                .json(Map.of("query", "text"))
                .expect(403)
                .has("/error", "forbidden");
        writer.get("/v1/workspace").expect(403).has("/error", "forbidden");
        all.get("/v1/memories").expect(200).has("/total", 2);
    }

    @Test
    void anAdministratorsKeyOpensNoWorkspace() {
        http.get("/v1/memories").key(TestKeys.ADMIN).expect(403).has("/error", "forbidden");
    }

    @Test
    void thirtyRequestsAMinuteAreAnsweredOnTheFreePlan() {
        Tenant tenant = Tenant.create(http, "free", "retainr");
        Answer refused = null;
        int remaining = Integer.MAX_VALUE;
        // two minutes may share the requests, so sixty are always too many
        for (int i = 0; i < 61 && refused == null; i++) {
            Answer answer = tenant.get("/v1/memories").send();
            assertThat(answer.header("X-RateLimit-Limit")).contains("30");
            assertThat(answer.header("X-RateLimit-Reset"))
                    .hasValueSatisfying(reset -> assertThat(Instant.ofEpochSecond(Long.parseLong(reset)))
                            .isBetween(
                                    Instant.now().minusSeconds(5), Instant.now().plusSeconds(61)));
            int now = Integer.parseInt(answer.header("X-RateLimit-Remaining").orElseThrow());
            assertThat(now).isBetween(0, 29);
            remaining = Math.min(remaining, now);
            if (answer.status() == 429) {
                refused = answer;
            }
        }
        assertThat(refused).isNotNull();
        refused.has("/error", "rate_limited");
        assertThat(remaining).isZero();
        assertThat(refused.header("Retry-After"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
        assertThat(tenant.restrictedTo("read").get("/v1/memories").send().status())
                .as("limits are those of a key")
                .isEqualTo(200);
    }

    @Test
    void aPlanWithoutLimitSendsNoLimit() {
        assertThat(Tenant.create(http).get("/v1/memories").expect(200).header("X-RateLimit-Limit"))
                .isEmpty();
    }
}
