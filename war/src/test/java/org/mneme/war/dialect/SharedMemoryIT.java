package org.mneme.war.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.Tenant;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** One memory, several windows: what one dialect stores, the others find where their scopes meet, and nowhere else. */
class SharedMemoryIT extends OverTheWire {

    private final Tenant tenant = Tenant.create(http);
    private final Tenant stranger = Tenant.create(http);
    private final String user = fresh("user");
    private final String session = fresh("session");

    private WireClient.Request xtrace(Tenant caller, String method, String path) {
        return caller.request(method, "/xtrace" + path).header("X-Org-Id", caller.workspace());
    }

    @Test
    void whatXtraceIngestedIsInEveryWindowOfItsWorkspaceAndNowhereElse() {
        String id = xtrace(tenant, "POST", "/v1/memories?wait=true")
                .json(Map.of("messages", says("I prefer tea over coffee."), "user_id", user, "conv_id", session))
                .expect(200)
                .text("/result/memories_created/0/id");

        assertThat(ids(tenant.get("/retainr/v1/memories?namespace=default").expect(200), "/memories", "id"))
                .containsExactly(id);
        assertThat(ids(tenant.get("/retaindb/v1/memory/profile/" + user).expect(200), "/memories", "id"))
                .containsExactly(id);
        assertThat(ids(tenant.get("/retaindb/v1/memory/session/" + session).expect(200), "/memories", "id"))
                .containsExactly(id);
        assertThat(ids(tenant.get("/gomemory/get_all/" + user).expect(200), "", "memory_id"))
                .containsExactly(id);
        assertThat(ids(tenant.get("/gomemory/get_core/" + user).expect(200), "", "memory_id"))
                .containsExactly(id);

        String other = fresh("user");
        assertThat(ids(tenant.get("/retainr/v1/memories?namespace=other").expect(200), "/memories", "id"))
                .isEmpty();
        assertThat(ids(tenant.get("/retaindb/v1/memory/profile/" + other).expect(200), "/memories", "id"))
                .isEmpty();
        assertThat(ids(tenant.get("/gomemory/get_all/" + other).expect(200), "", "memory_id"))
                .isEmpty();

        assertThat(ids(stranger.get("/retainr/v1/memories").expect(200), "/memories", "id"))
                .isEmpty();
        assertThat(ids(stranger.get("/retaindb/v1/memory/profile/" + user).expect(200), "/memories", "id"))
                .isEmpty();
        assertThat(ids(stranger.get("/gomemory/get_all/" + user).expect(200), "", "memory_id"))
                .isEmpty();
        assertThat(ids(xtrace(stranger, "GET", "/v1/memories?user_id=" + user).expect(200), "/data", "id"))
                .isEmpty();
        xtrace(stranger, "GET", "/v1/memories/" + id).expect(404);
        assertThat(http.get("/get_all/" + user).expect(200).json())
                .as("callers without a key see the workspace of the start")
                .isEmpty();
    }

    @Test
    void whatTheOthersStoredXtraceSeesWhereTheScopesMeet() {
        String ofRetainDb = tenant.post("/retaindb/v1/memory")
                .json(Map.of(
                        "content",
                        "Plays the cello",
                        "user_id",
                        user,
                        "session_id",
                        session,
                        "agent_id",
                        "a",
                        "project",
                        "elsewhere"))
                .expect(201)
                .text("/memory_id");
        String ofRetainr = tenant.store("customers", "Belongs to no user");
        String request = tenant.post("/gomemory/add_memory")
                .json(Map.of("userId", user, "messages", says("I have a sister named Maria.")))
                .expect(200)
                .text("/ReqId");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> tenant.get("/gomemory/get_status/" + request)
                        .expect(200)
                        .text("/status")
                        .equals("success"));
        String ofGoMemory = ids(tenant.get("/gomemory/get_all/" + user).expect(200), "", "memory_id").stream()
                .filter(id -> !id.equals(ofRetainDb))
                .findFirst()
                .orElseThrow();

        assertThat(ids(xtrace(tenant, "GET", "/v1/memories").expect(200), "/data", "id"))
                .containsExactlyInAnyOrder(ofRetainDb, ofRetainr, ofGoMemory);
        assertThat(ids(xtrace(tenant, "GET", "/v1/memories?user_id=" + user).expect(200), "/data", "id"))
                .containsExactlyInAnyOrder(ofRetainDb, ofGoMemory);
        assertThat(ids(xtrace(tenant, "GET", "/v1/memories?conv_id=" + session).expect(200), "/data", "id"))
                .containsExactly(ofRetainDb);
        assertThat(ids(tenant.get("/retaindb/v1/memory/profile/" + user).expect(200), "/memories", "id"))
                .as("the project default does not show what is in another")
                .containsExactly(ofGoMemory);
    }

    @Test
    void aKeyOfOneDialectOpensTheSameWorkspaceInAnother() {
        String content = "A " + fresh("thing");
        http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", fresh("windows")))
                .expect(201);
        Answer found = http.post("/xtrace/v1/memories/search")
                .key(TestKeys.RETAINDB)
                .header("X-Org-Id", TestKeys.WORKSPACE)
                .json(Map.of("query", content, "filters", Map.of("user_id", Map.of("$exists", false))))
                .expect(200);
        assertThat(found.text("/data/0/text")).isEqualTo(content);
    }

    private static List<Map<String, String>> says(String content) {
        return List.of(Map.of("role", "user", "content", content));
    }

    private static List<String> ids(Answer answer, String list, String field) {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : answer.at(list)) {
            ids.add(entry.path(field).asText());
        }
        return ids;
    }
}
