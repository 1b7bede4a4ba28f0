package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Send what clients of this dialect send. */
abstract class RetainDbTest extends OverTheWire {

    static final String KEY = TestKeys.RETAINDB;

    /** A project of this test class's own. */
    final String project = fresh("project");

    WireClient.Request get(String path) {
        return http.get(path).key(KEY);
    }

    WireClient.Request delete(String path) {
        return http.delete(path).key(KEY);
    }

    WireClient.Request post(String path, String json) {
        return http.post(path).key(KEY).json(json);
    }

    WireClient.Request post(String path, Map<String, ?> body) {
        return http.post(path).key(KEY).json(body);
    }

    WireClient.Request put(String path, Map<String, ?> body) {
        return http.put(path).key(KEY).json(body);
    }

    /** Store a memory of this project at once, and return its id. */
    String stored(String content, String user) {
        return post("/v1/memory", Map.of("project", project, "content", content, "user_id", user))
                .expect(201)
                .text("/memory_id");
    }

    /** Wait until a job has ended, and return the last answer. */
    Answer ended(String job) {
        AtomicReference<Answer> last = new AtomicReference<>();
        await("end of " + job)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    last.set(get("/v1/memory/jobs/" + job).expect(200));
                    return List.of("completed", "failed").contains(last.get().text("/job/status"));
                });
        return last.get();
    }

    /** Check that an answer is an error in the envelope, with this code, and return its message. */
    static String error(Answer answer, int status, String code) {
        answer.expect(status).has("/error/code", code);
        assertThat(answer.text("/trace_id"))
                .isEqualTo(answer.header("x-trace-id").orElseThrow());
        return answer.text("/error/message");
    }

    static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(entry -> texts.add(entry.path(field).asText()));
        return texts;
    }

    /** Make another organization, and return a key of it. */
    String anotherOrganization() {
        String workspace = http.post("/admin/v1/workspaces")
                .key(TestKeys.ADMIN)
                .json(Map.of("name", fresh("org")))
                .expect(201)
                .text("/workspace_id");
        return http.post("/admin/v1/workspaces/" + workspace + "/keys")
                .key(TestKeys.ADMIN)
                .json(Map.of("name", "test", "dialect", "retaindb"))
                .expect(201)
                .text("/api_key");
    }
}
