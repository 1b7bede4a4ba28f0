package org.mneme.war.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** The examples of three dialects are true: sent as they are, they are answered with the fields that are shown. */
class ExamplesIT extends OverTheWire {

    /** Below these anything may be: what callers or jobs put there. */
    private static final Set<String> FREE =
            Set.of("metadata", "details", "stage_timings", "memories_superseded_by", "superseded_by", "score_parts");

    private static final String USER = "834f5933-9378-4826-aa8a-12ae5331317c";

    private final JsonNode paths = http.get("/openapi?format=JSON").expect(200).at("/paths");

    @Test
    void thoseOfXtraceAre() {
        Answer job = send("post", "/xtrace/v1/memories", "?wait=true", Map.of()).get(0);
        String memory = authorised(http.get("/v1/memories?limit=1&user_id=alice"))
                .expect(200)
                .text("/data/0/id");
        Map<String, String> ids = Map.of("id", memory, "jobId", job.text("/id"));
        send("post", "/xtrace/v1/memories", "", ids);
        send("get", "/xtrace/v1/memories", "?user_id=alice", ids);
        send("post", "/xtrace/v1/memories/search", "", ids);
        send("get", "/xtrace/v1/memories/{id}", "", ids);
        send("patch", "/xtrace/v1/memories/{id}", "", ids);
        send("get", "/xtrace/v1/memories/{id}/revisions", "", ids);
        send("get", "/xtrace/v1/memories/jobs/{jobId}", "", ids);
        send("delete", "/xtrace/v1/memories/{id}", "", ids);
        nothingIsLeftOut("/xtrace");
    }

    @Test
    void thoseOfGoMemoryAre() {
        Map<String, String> ids = Map.of("userId", USER);
        send("post", "/gomemory/create/user", "", ids);
        String request = send("post", "/gomemory/add_memory", "", ids).get(0).text("/ReqId");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> http.get("/get_status/" + request).send().body().contains("success"));
        send("get", "/gomemory/get_status/{reqid}", "", Map.of("reqid", request));
        send("post", "/gomemory/get_memory", "", ids);
        send("get", "/gomemory/get_all/{userId}", "", ids);
        send("get", "/gomemory/get_core/{userId}", "", ids);
        send("post", "/gomemory/delete_memory/core", "", ids);
        send("post", "/gomemory/delete_memory/general", "", ids);
        nothingIsLeftOut("/gomemory");
    }

    @Test
    void thoseOfRetainDbAre() {
        List<Answer> written = send("post", "/retaindb/v1/memory", "", Map.of());
        Map<String, String> ids = new java.util.HashMap<>(Map.of(
                "id",
                written.get(0).text("/memory_id"),
                "jobId",
                written.get(1).text("/job_id"),
                "userId",
                "alex",
                "sessionId",
                "s-1",
                "agentId",
                "planner"));
        send("post", "/retaindb/v1/memory/bulk", "", ids);
        send("post", "/retaindb/v1/memory/ingest/session", "", ids);
        send("post", "/retaindb/v1/memory/search", "", ids);
        send("get", "/retaindb/v1/memory/profile/{userId}", "?project=shop&include_pending=false", ids);
        send("post", "/retaindb/v1/memory/profile/{userId}/ask", "", ids);
        send("get", "/retaindb/v1/memory/session/{sessionId}", "?project=shop&include_pending=false", ids);
        send("get", "/retaindb/v1/memory/jobs/{jobId}", "", ids);
        send("get", "/retaindb/v1/jobs/{jobId}", "", ids);
        send("get", "/retaindb/v1/memory/{id}", "", ids);
        send("put", "/retaindb/v1/memory/{id}", "", ids);
        send("get", "/retaindb/v1/memory/{id}/versions", "", ids);
        send("post", "/retaindb/v1/context/query", "", ids);
        send("post", "/retaindb/v1/memory/agent/{agentId}/seed", "", ids);
        send("get", "/retaindb/v1/memory/agent/{agentId}/model", "?project=shop", ids);
        send("post", "/retaindb/v1/agent/memory/events", "", ids);
        ids.put(
                "handoffId",
                send("post", "/retaindb/v1/agent/memory/handoffs", "", ids)
                        .get(0)
                        .text("/handoff_id"));
        send("post", "/retaindb/v1/agent/memory/context", "", ids);
        send("get", "/retaindb/v1/agent/memory/handoffs/{handoffId}", "", ids);
        send("post", "/retaindb/v1/agent/memory/handoffs/{handoffId}/resume", "", ids);
        String legacy = send("post", "/retaindb/v1/memories", "", ids).get(0).text("/memory_id");
        send("get", "/retaindb/v1/memories", "?project=shop&user_id=alex", ids);
        send("post", "/retaindb/v1/memories/search", "", ids);
        send("get", "/retaindb/v1/memories/{id}", "", ids);
        send("delete", "/retaindb/v1/memories/{id}", "", Map.of("id", legacy));
        send("post", "/retaindb/v1/memory/bulk-delete", "", ids);
        send("delete", "/retaindb/v1/memory/{id}", "", ids);
        nothingIsLeftOut("/retaindb");
    }

    private final Set<String> sent = new TreeSet<>();

    private void nothingIsLeftOut(String prefix) {
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            if (path.getKey().startsWith(prefix + "/")) {
                path.getValue().fieldNames().forEachRemaining(method -> described.add(method + " " + path.getKey()));
            }
        }
        assertThat(sent).containsExactlyElementsOf(described);
    }

    /** Send every example of an operation, or what needs none, and compare what is answered with what is shown. */
    private List<Answer> send(String method, String path, String query, Map<String, String> ids) {
        sent.add(method + " " + path);
        JsonNode operation = paths.path(path).path(method);
        String address = path + query;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            address = address.replace("{" + id.getKey() + "}", id.getValue());
        }
        JsonNode requests = operation.at("/requestBody/content/application~1json/examples");
        List<Answer> answers = new ArrayList<>();
        if (requests.isMissingNode()) {
            answers.add(check(method + " " + path, operation, authorised(http.request(method.toUpperCase(), address))));
        }
        for (JsonNode request : requests) {
            WireClient.Request sending =
                    authorised(http.request(method.toUpperCase(), address)).json(request.get("value"));
            Answer answer = check(method + " " + path, operation, sending);
            stored(answer);
            answers.add(answer);
        }
        return answers;
    }

    /** Wait until what was accepted is stored: until then it is shown in another form. */
    private void stored(Answer answer) {
        for (String field : List.of("job_id", "memory_job_id")) {
            String job = answer.json().path(field).asText("");
            if (job.startsWith("job_")) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> authorised(http.get("/v1/jobs/" + job))
                                .expect(200)
                                .text("/job/status")
                                .equals("completed"));
            }
        }
    }

    private static Answer check(String what, JsonNode operation, WireClient.Request request) {
        Answer answer = request.send();
        assertThat(answer.status()).as("%s: %s", what, answer.body()).isLessThan(300);
        JsonNode shown = operation.path("responses").path(String.valueOf(answer.status()));
        assertThat(shown.isMissingNode())
                .as("%s answers %d", what, answer.status())
                .isFalse();
        if (answer.status() != 204) {
            JsonNode example = shown.at("/content/application~1json/examples")
                    .iterator()
                    .next()
                    .get("value");
            compare(what, example, answer.json());
        }
        return answer;
    }

    private static void compare(String where, JsonNode shown, JsonNode answered) {
        if (shown.isArray() && answered.isArray() && !shown.isEmpty() && !answered.isEmpty()) {
            compare(where + "[]", shown.get(0), answered.get(0));
        }
        if (shown.isObject() && answered.isObject()) {
            assertThat(answered.fieldNames())
                    .toIterable()
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(shown::fieldNames);
            for (Map.Entry<String, JsonNode> field : shown.properties()) {
                if (!FREE.contains(field.getKey())) {
                    compare(where + "." + field.getKey(), field.getValue(), answered.get(field.getKey()));
                }
            }
        }
    }

    private static WireClient.Request authorised(WireClient.Request request) {
        return request.key(TestKeys.XTRACE).header("X-Org-Id", TestKeys.WORKSPACE);
    }
}
