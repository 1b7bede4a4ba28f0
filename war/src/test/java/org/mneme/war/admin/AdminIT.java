package org.mneme.war.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

class AdminIT extends OverTheWire {

    private static final List<String> ADDRESSES = List.of(
            "POST /admin/v1/workspaces",
            "GET /admin/v1/workspaces",
            "GET /admin/v1/workspaces/ws_test",
            "PATCH /admin/v1/workspaces/ws_test",
            "DELETE /admin/v1/workspaces/ws_test",
            "POST /admin/v1/workspaces/ws_test/keys",
            "GET /admin/v1/workspaces/ws_test/keys",
            "DELETE /admin/v1/workspaces/ws_test/keys/key_1",
            "GET /admin/v1/plans",
            "GET /admin/v1/plugins",
            "GET /admin/v1/reembed",
            "POST /admin/v1/reembed",
            "POST /admin/v1/reembed/switch",
            "POST /admin/v1/reembed/rollback",
            "DELETE /admin/v1/reembed",
            "POST /admin/v1/migrations",
            "GET /admin/v1/migrations",
            "GET /admin/v1/migrations/ws_test",
            "POST /admin/v1/migrations/ws_test/verify",
            "DELETE /admin/v1/migrations/ws_test",
            "POST /admin/v1/plugins/reload");

    @Test
    void onlyAdministratorsAreLetIn() {
        for (String address : ADDRESSES) {
            String[] words = address.split(" ");
            http.request(words[0], words[1]).expect(401).has("/status", 401);
            http.request(words[0], words[1]).key("adm_" + "1".repeat(32)).expect(401);
            for (String key : List.of(TestKeys.RETAINR, TestKeys.RETAINDB, TestKeys.XTRACE)) {
                Answer answer = http.request(words[0], words[1]).key(key).expect(403);
                assertThat(answer.header("Content-Type")).contains("application/problem+json");
            }
        }
        http.get("/v1/memories").key(TestKeys.RETAINR).expect(200);
    }

    @Test
    void aWorkspaceIsMadeShownChangedAndErased() {
        Answer made = post("/admin/v1/workspaces")
                .json(Map.of("name", "Acme", "plan", "free"))
                .expect(201)
                .has("/name", "Acme")
                .has("/plan", "free");
        String id = made.text("/workspace_id");
        assertThat(id).startsWith("ws_");
        assertThat(made.json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("workspace_id", "name", "plan", "created_at");
        assertThat(get("/admin/v1/workspaces").expect(200).at("/workspaces").findValuesAsText("workspace_id"))
                .contains(id);
        request("PATCH", "/admin/v1/workspaces/" + id)
                .json(Map.of("plan", "pro"))
                .expect(200)
                .has("/name", "Acme")
                .has("/plan", "pro");
        get("/admin/v1/workspaces/" + id)
                .expect(200)
                .has("/plan", "pro")
                .has("/memory_count", 0)
                .has("/usage/memory_ops", 0)
                .has("/usage/limit", 100_000);
        request("DELETE", "/admin/v1/workspaces/" + id).expect(204);
        get("/admin/v1/workspaces/" + id).expect(404).has("/code", "workspace_not_found");
        request("DELETE", "/admin/v1/workspaces/" + id).expect(404);
        request("PATCH", "/admin/v1/workspaces/" + id).json(Map.of("name", "x")).expect(404);
    }

    @Test
    void withoutAPlanAWorkspaceIsSelfHosted() {
        post("/admin/v1/workspaces").json(Map.of("name", "Acme")).expect(201).has("/plan", "self-hosted");
    }

    @Test
    void anErasedWorkspaceLeavesNothing() {
        Tenant tenant = Tenant.create(http);
        tenant.store("n", "text");
        request("DELETE", "/admin/v1/workspaces/" + tenant.workspace()).expect(204);

        tenant.get("/v1/memories").expect(401);
        get("/admin/v1/workspaces/" + tenant.workspace() + "/keys").expect(404);
    }

    @Test
    void aKeyIsIssuedListedAndRevoked() {
        Tenant tenant = Tenant.create(http);
        String keys = "/admin/v1/workspaces/" + tenant.workspace() + "/keys";
        for (String dialect : List.of("retainr", "retaindb", "xtrace", "gomemory")) {
            Answer issued =
                    post(keys).json(Map.of("name", "k", "dialect", dialect)).expect(201);
            assertThat(issued.json().properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactly("key_id", "name", "dialect", "api_key", "created_at");
            issued.has("/dialect", dialect);
        }
        Answer listed = get(keys).expect(200);
        assertThat(listed.at("/keys")).hasSize(5);
        assertThat(listed.body()).doesNotContain("api_key").doesNotContain(tenant.key());

        String id = listed.text("/keys/0/key_id");
        request("DELETE", keys + "/" + id).expect(204);
        tenant.get("/v1/memories").expect(401);
        request("DELETE", keys + "/" + id).expect(404).has("/code", "key_not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name       | /admin/v1/workspaces | {}
                    name       | /admin/v1/workspaces | {"name":" "}
                    plan       | /admin/v1/workspaces | {"name":"x","plan":"gold"}
                    plan       | /admin/v1/workspaces | {"name":"x","plan":7}
                    name       | /admin/v1/workspaces/ws_test/keys | {"dialect":"retainr"}
                    dialect    | /admin/v1/workspaces/ws_test/keys | {"name":"x"}
                    dialect    | /admin/v1/workspaces/ws_test/keys | {"name":"x","dialect":"admin"}
                    expires_at | /admin/v1/workspaces/ws_test/keys | {"name":"x","dialect":"retainr","expires_at":"tomorrow"}
                    scopes[0]  | /admin/v1/workspaces/ws_test/keys | {"name":"x","dialect":"retainr","scopes":["all"]}
                    """)
    void aWrongFieldIsRefusedByName(String field, String address, String body) {
        post(address).json(body).expect(400).has("/field", field).has("/code", "invalid_request");
    }

    @Test
    void thePlansAreThoseOfTheDocument() {
        get("/admin/v1/plans").expect(200).is("""
                        {"plans": [
                          {"name": "free", "requests_per_minute": 30, "memory_ops_per_month": 1000, "content_limit": 4096},
                          {"name": "builder", "requests_per_minute": 120, "memory_ops_per_month": 20000, "content_limit": 8192},
                          {"name": "pro", "requests_per_minute": 300, "memory_ops_per_month": 100000, "content_limit": 8192},
                          {"name": "agency", "requests_per_minute": 600, "memory_ops_per_month": 500000, "content_limit": 16384},
                          {"name": "self-hosted", "requests_per_minute": null, "memory_ops_per_month": null, "content_limit": 32768}
                        ]}""");
    }

    @Test
    void thePluginsShowWhatIsActiveAndFromWhichJar() {
        Answer answer = get("/admin/v1/plugins").expect(200);
        for (JsonNode plugin : answer.at("/plugins")) {
            assertThat(plugin.get("jar").asText()).endsWith(".jar");
            assertThat(plugin.get("version").asText()).isNotBlank().isNotEqualTo("unknown");
            assertThat(plugin.get("state").asText()).isIn("active", "available");
            assertThat(plugin.at("/health/state").asText()).isEqualTo("UP");
        }
        assertThat(answer.at("/plugins").findValuesAsText("id"))
                .contains("jpa", "elasticsearch", "onnx", "hashing", "rules", "webhook");
    }

    private WireClient.Request get(String path) {
        return http.get(path).key(TestKeys.ADMIN);
    }

    private WireClient.Request post(String path) {
        return http.post(path).key(TestKeys.ADMIN);
    }

    private WireClient.Request request(String method, String path) {
        return http.request(method, path).key(TestKeys.ADMIN);
    }
}
