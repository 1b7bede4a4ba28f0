package org.mneme.war.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mneme.war.server.Answer;
import org.mneme.war.server.MovedClock;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** A job can be read for 24 hours after it has ended, and not longer; the server's clock is moved to see it. */
class JobExpiryIT {

    private static final Duration ALMOST_A_DAY = Duration.ofHours(23).plusMinutes(55);
    private static final Duration A_DAY = Duration.ofHours(24).plusMinutes(5);

    private static final String DOCUMENTS_ERROR =
            "We are experiencing some techincal issues right now. Please try again after some time!";

    private final MovedClock clock = new MovedClock();

    @Test
    void afterADayEachDialectSaysInItsWayThatTheJobIsGone() {
        try (PackagedServer server = PackagedServer.builder().clock(clock).start()) {
            WireClient http = server.http();
            String xtrace = ingestAsXtrace(http);
            String retainDb = writeAsRetainDb(http);
            String goMemory = addAsGoMemory(http).text("/ReqId");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                xtrace(http, xtrace).expect(200).has("/status", "succeeded");
                retainDb(http, retainDb).expect(200).has("/job/status", "completed");
                goMemory(http, goMemory).expect(200).has("/status", "success");
            });

            clock.ahead(ALMOST_A_DAY);
            xtrace(http, xtrace).expect(200).has("/status", "succeeded");
            retainDb(http, retainDb).expect(200).has("/job/status", "completed");
            goMemory(http, goMemory).expect(200).has("/status", "success");
            addAsGoMemory(http)
                    .has("/ReqId", goMemory)
                    .has("/Msg", "Memory Insertion Job is already queued or processed successfully!");

            clock.ahead(A_DAY);
            xtrace(http, xtrace)
                    .expect(404)
                    .has("/error/type", "not_found_error")
                    .has("/error/code", "job_not_found");
            for (String path : List.of("/v1/memory/jobs/", "/v1/jobs/")) {
                http.get(path + retainDb).key(TestKeys.RETAINDB).expect(404).has("/error/code", "NOT_FOUND");
            }
            goMemory(http, goMemory)
                    .expect(500)
                    .is("{\"Error\":\"" + DOCUMENTS_ERROR + "\",\"message\":\"" + DOCUMENTS_ERROR + "\"}");
        }
    }

    @Test
    void afterADayTheSameMessagesAreANewRequestWithTheSameIdAndCreateNothingTwice() {
        try (PackagedServer server = PackagedServer.builder().clock(clock).start()) {
            WireClient http = server.http();
            String id = addAsGoMemory(http).text("/ReqId");
            awaitSuccess(http, id);
            String before = http.get("/get_all/ann").expect(200).body();

            clock.ahead(A_DAY);
            addAsGoMemory(http).has("/ReqId", id).has("/Msg", "Memory Insertion Job has been queued for insertion!");
            awaitSuccess(http, id);
            assertThat(http.get("/get_all/ann").expect(200).body()).isEqualTo(before);
        }
    }

    private static void awaitSuccess(WireClient http, String id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> goMemory(http, id).expect(200).text("/status").equals("success"));
    }

    private static String ingestAsXtrace(WireClient http) {
        return http.post("/v1/memories")
                .key(TestKeys.XTRACE)
                .header("X-Org-Id", TestKeys.WORKSPACE)
                .json(Map.of("messages", messages(), "user_id", "ann", "conv_id", "c"))
                .expect(202)
                .text("/id");
    }

    private static String writeAsRetainDb(WireClient http) {
        return http.post("/v1/memory")
                .key(TestKeys.RETAINDB)
                .json(Map.of("content", "I like rain.", "write_mode", "async"))
                .expect(202)
                .text("/job_id");
    }

    private static Answer addAsGoMemory(WireClient http) {
        return http.post("/add_memory")
                .json(Map.of("userId", "ann", "messages", messages()))
                .expect(200);
    }

    private static List<Map<String, String>> messages() {
        return List.of(Map.of("role", "user", "content", "I prefer tea over coffee."));
    }

    private static Answer xtrace(WireClient http, String job) {
        return http.get("/v1/memories/jobs/" + job)
                .key(TestKeys.XTRACE)
                .header("X-Org-Id", TestKeys.WORKSPACE)
                .send();
    }

    private static Answer retainDb(WireClient http, String job) {
        return http.get("/v1/jobs/" + job).key(TestKeys.RETAINDB).send();
    }

    private static Answer goMemory(WireClient http, String request) {
        return http.get("/get_status/" + request).send();
    }
}
