package org.mneme.war.retainr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;

class WorkspaceIT extends OverTheWire {

    private Tenant tenant;

    @BeforeEach
    void haveAWorkspace() {
        tenant = Tenant.create(http, "pro", "retainr");
    }

    @Test
    void aWorkspaceShowsItsCountsItsUsageAndItsKeys() {
        tenant.store("n", "text");
        tenant.search(Map.of("query", "text"));
        tenant.post("/v1/memories/context").json(Map.of("query", "text")).expect(200);
        tenant.post("/v1/memories").json("{}").expect(400);
        tenant.get("/v1/memories").expect(200);

        Answer answer = tenant.get("/v1/workspace").expect(200);
        answer.has("/workspace_id", tenant.workspace())
                .has("/plan", "pro")
                .has("/memory_count", 1)
                .has("/usage/period", YearMonth.now(ZoneOffset.UTC))
                .has("/usage/memory_ops", 3)
                .has("/usage/limit", 100_000);
        JsonNode key = answer.at("/keys/0");
        assertThat(key.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("key_id", "name", "prefix", "created_at", "last_used_at");
        assertThat(tenant.key()).startsWith(key.get("prefix").asText());
        assertThat(key.get("last_used_at").isNull()).isFalse();
        assertThat(answer.body()).doesNotContain(tenant.key());
    }

    @Test
    void anUnlimitedPlanHasNoLimit() {
        assertThat(Tenant.create(http)
                        .get("/v1/workspace")
                        .expect(200)
                        .at("/usage/limit")
                        .isNull())
                .isTrue();
    }

    @Test
    void aKeyIsIssuedWorksAndIsRevokedAtOnce() {
        Answer issued = tenant.post("/v1/workspace/apikeys")
                .json(Map.of("name", "n8n"))
                .expect(201)
                .has("/name", "n8n");
        String key = issued.text("/api_key");
        assertThat(key).matches("rec_live_[1-9A-HJ-NP-Za-km-z]{32}");
        assertThat(issued.json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("key_id", "name", "api_key", "created_at");
        http.get("/v1/memories").key(key).expect(200);

        tenant.delete("/v1/workspace/apikeys/" + issued.text("/key_id")).expect(204);
        http.get("/v1/memories").key(key).expect(401).has("/error", "unauthorized");
        tenant.delete("/v1/workspace/apikeys/" + issued.text("/key_id"))
                .expect(404)
                .has("/error", "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":7}", "{\"name\":\"\"}", "{\"name\":\" \"}"})
    void aKeyNeedsAName(String body) {
        assertThat(tenant.post("/v1/workspace/apikeys").json(body).expect(400).text("/message"))
                .startsWith("name ");
    }
}
