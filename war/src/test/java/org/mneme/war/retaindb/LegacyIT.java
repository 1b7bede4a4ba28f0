package org.mneme.war.retaindb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;

/** The addresses that other dialects have too: here the key tells who calls. */
class LegacyIT extends RetainDbTest {

    @Test
    void aMemoryIsWrittenListedFoundReadAndDeleted() {
        String user = fresh("user");
        Answer written = post("/v1/memories", Map.of("project", project, "content", "I like rain.", "user_id", user))
                .expect(201)
                .has("/success", true)
                .has("/mode", "sync");
        String id = written.text("/memory_id");

        get("/v1/memories?project=" + project + "&user_id=" + user).expect(200).has("/memories/0/id", id);
        post("/v1/memories/search", Map.of("project", project, "query", "rain", "user_id", user))
                .expect(200)
                .has("/memories/0/id", id);
        get("/v1/memories/" + id).expect(200).has("/memory/content", "I like rain.");
        delete("/v1/memories/" + id).expect(200).has("/deleted", true);
        error(get("/v1/memories/" + id).send(), 404, "MEMORY_NOT_FOUND");
        error(delete("/v1/memories/" + id).send(), 404, "MEMORY_NOT_FOUND");
    }

    @Test
    void aListIsBoundedAt200() {
        error(get("/v1/memories?limit=201").send(), 400, "VALIDATION_ERROR");
        get("/v1/memories?limit=200").expect(200);
        error(get("/v1/memories?project=" + fresh("never")).send(), 404, "PROJECT_NOT_FOUND");
    }

    @Test
    void thePrefixAndTheSdkHeadersLeadHereToo() {
        http.get("/retaindb/v1/memories").key(KEY).expect(200).at("/memories");
        assertThat(List.of("x-sdk-runtime", "x-sdk-version"))
                .allSatisfy(header ->
                        error(http.get("/v1/memories").header(header, "1").send(), 401, "UNAUTHORIZED"));
    }

    @Test
    void theAddressesOfOtherDialectsAreNotAnsweredHere() {
        error(http.delete("/retaindb/v1/memories").key(KEY).send(), 405, "METHOD_NOT_ALLOWED");
        http.get("/retaindb/v1/webhooks").key(KEY).expect(404);
    }
}
