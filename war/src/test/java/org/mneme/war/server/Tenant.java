package org.mneme.war.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A workspace of its own for a test, and a key to it. */
public final class Tenant {

    private final WireClient http;
    private final String workspace;
    private final String key;

    private Tenant(WireClient http, String workspace, String key) {
        this.http = http;
        this.workspace = workspace;
        this.key = key;
    }

    /** Make a workspace on a plan, with a key of a dialect. */
    public static Tenant create(WireClient http, String plan, String dialect) {
        String workspace = http.post("/admin/v1/workspaces")
                .key(TestKeys.ADMIN)
                .json(Map.of("name", "a test's own", "plan", plan))
                .expect(201)
                .text("/workspace_id");
        return new Tenant(http, workspace, newKey(http, workspace, dialect, List.of()));
    }

    /** Make a workspace without limits, with a key of the retainr dialect. */
    public static Tenant create(WireClient http) {
        return create(http, "self-hosted", "retainr");
    }

    private static String newKey(WireClient http, String workspace, String dialect, List<String> scopes) {
        return http.post("/admin/v1/workspaces/" + workspace + "/keys")
                .key(TestKeys.ADMIN)
                .json(Map.of("name", "test", "dialect", dialect, "scopes", scopes))
                .expect(201)
                .text("/api_key");
    }

    /** Return the same workspace with another key, which may do only this. */
    public Tenant restrictedTo(String... scopes) {
        return new Tenant(http, workspace, newKey(http, workspace, "retainr", List.of(scopes)));
    }

    public String workspace() {
        return workspace;
    }

    public String key() {
        return key;
    }

    public WireClient.Request request(String method, String path) {
        return http.request(method, path).key(key);
    }

    /** Begin a request without the key. */
    public WireClient.Request anonymous(String method, String path) {
        return http.request(method, path);
    }

    public WireClient.Request get(String path) {
        return http.get(path).key(key);
    }

    public WireClient.Request post(String path) {
        return http.post(path).key(key);
    }

    public WireClient.Request delete(String path) {
        return http.delete(path).key(key);
    }

    /** Store a memory of the retainr dialect and return its id. */
    public String store(String namespace, String content, String... tags) {
        return post("/v1/memories")
                .json(Map.of("namespace", namespace, "content", content, "tags", tags))
                .expect(201)
                .text("/id");
    }

    /** Return the memories that a search finds. */
    public JsonNode search(Map<String, Object> search) {
        return post("/v1/memories/search").json(search).expect(200).at("/results");
    }
}
