package org.mneme.war.gomemory;

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

/** Every row of the GoMemory dialect, called as its clients do: from this machine, without a key. */
class GoMemoryIT extends OverTheWire {

    private final String user = http.post("/create/user").expect(200).text("/userId");

    private Answer add(String... contents) {
        List<Map<String, String>> messages = new ArrayList<>();
        for (String content : contents) {
            messages.add(Map.of("role", "user", "content", content));
        }
        return http.post("/add_memory")
                .json(Map.of("userId", user, "messages", messages))
                .expect(200);
    }

    private void addAndWait(String... contents) {
        String id = add(contents).text("/ReqId");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> http.get("/get_status/" + id)
                        .expect(200)
                        .text("/status")
                        .equals("success"));
    }

    @Test
    void aUserIsAUuid() {
        assertThat(user).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void theSameMessagesAreTheSameRequest() {
        Answer first = add("Test memory status");
        first.has("/Msg", "Memory Insertion Job has been queued for insertion!");
        Answer again = add("Test memory status");
        again.has("/ReqId", first.text("/ReqId"))
                .has("/Msg", "Memory Insertion Job is already queued or processed successfully!");
        assertThat(first.text("/ReqId"))
                .isEqualTo(RequestIds.of(List.of("Test memory status"), user).toString());
    }

    @Test
    void aStatusHasTheDocumentsForm() {
        String id = add("I like the smell of rain.").text("/ReqId");
        Answer status = http.get("/get_status/" + id).expect(200);
        assertThat(status.text("/status")).isIn("pending", "processing", "success");
        assertThat(status.text("/createdAt")).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
        assertThat(status.json().has("error")).isFalse();
    }

    @Test
    void anUnknownRequestIsTheDocumentsError() {
        http.get("/get_status/0a1b2c3d-4e5f-5a7b-8c9d-0e1f2a3b4c5d")
                .expect(500)
                .is(
                        "{\"Error\":\"We are experiencing some techincal issues right now. Please try again after some time!\","
                                + "\"message\":\"We are experiencing some techincal issues right now. Please try again after some"
                                + " time!\"}");
        http.get("/get_status/not-a-uuid")
                .expect(400)
                .has("/Error", "Bad Request")
                .has("/message", "Bad Request");
    }

    @Test
    void whatWasAddedIsFoundListedAndDeleted() {
        addAndWait("I prefer tea over coffee.", "I visited the museum in Vienna last week.");
        List<JsonNode> all = entries(http.get("/get_all/" + user).expect(200));
        assertThat(all).hasSizeGreaterThanOrEqualTo(2).allSatisfy(entry -> {
            assertThat(entry.path("userId").asText()).isEqualTo(user);
            assertThat(entry.path("type").asText()).isIn("core", "general");
        });
        List<JsonNode> core = entries(http.get("/get_core/" + user).expect(200));
        assertThat(core)
                .isNotEmpty()
                .allMatch(entry -> entry.path("type").asText().equals("core"));
        List<JsonNode> found = entries(http.post("/get_memory")
                .json(Map.of("userId", user, "query", "I visited the museum in Vienna", "threshold", 0.2))
                .expect(200));
        assertThat(found).anyMatch(entry -> entry.path("memory_text").asText().contains("Vienna"));
        String coreId = core.get(0).path("memory_id").asText();
        delete("general", coreId);
        assertThat(entries(http.get("/get_core/" + user).expect(200))).hasSameSizeAs(core);
        delete("core", coreId);
        assertThat(entries(http.get("/get_core/" + user).expect(200))).hasSize(core.size() - 1);
        assertThat(entries(http.get("/get_all/" + fresh("nobody")).expect(200))).isEmpty();
    }

    private void delete(String kind, String id) {
        http.post("/delete_memory/" + kind)
                .json(Map.of("userId", user, "memoryId", List.of(id)))
                .expect(200)
                .is("{\"message\":\"Deletion was successful\"}");
    }

    @Test
    void coreMemoriesAreLeftOutWhereTheyAreNotWanted() {
        addAndWait("I prefer window seats.");
        assertThat(entries(http.post("/get_memory")
                        .json(Map.of(
                                "userId", user, "query", "something else entirely", "core", false, "threshold", 0.99))
                        .expect(200)))
                .isEmpty();
    }

    @Test
    void generalMemoriesAreDeletedAsSuch() {
        addAndWait("I visited the museum in Vienna last week.");
        JsonNode general = entries(http.get("/get_all/" + user).expect(200)).get(0);
        assertThat(general.path("type").asText()).isEqualTo("general");
        assertThat(general.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("memory_text", "type", "memory_id", "userId");
        delete("core", general.path("memory_id").asText());
        assertThat(entries(http.get("/get_all/" + user).expect(200))).hasSize(1);
        delete("general", general.path("memory_id").asText());
        assertThat(entries(http.get("/get_all/" + user).expect(200))).isEmpty();
    }

    @Test
    void aConversationAsksByWhatItsUserSaidLast() {
        addAndWait("I visited the museum in Vienna last week.", "I prefer tea over coffee.");
        List<JsonNode> found = entries(http.post("/get_memory")
                .json(Map.of(
                        "userId",
                        user,
                        "messages",
                        List.of(
                                Map.of("role", "user", "content", "User visited the museum in Vienna last week."),
                                Map.of("role", "model", "content", "How nice.")),
                        "threshold",
                        0.2))
                .expect(200));
        assertThat(found)
                .extracting(entry -> entry.path("type").asText())
                .as("core memories come along unless they are not wanted")
                .contains("core", "general");
        assertThat(entries(http.post("/get_memory")
                        .json(Map.of("userId", fresh("nobody"), "query", "museum"))
                        .expect(200)))
                .isEmpty();
    }

    @Test
    void aTrailingSlashIsAnswered() {
        http.post("/create/user/").expect(200).text("/userId");
        String id = http.post("/add_memory/")
                .json(Map.of("userId", user, "messages", List.of(Map.of("role", "system", "content", "Be brief."))))
                .expect(200)
                .text("/ReqId");
        http.get("/get_status/" + id + "/").expect(200).text("/status");
        http.get("/get_all/" + user + "/").expect(200);
    }

    @Test
    void whatIsWrongIsSaidInTheDocumentsWords() {
        http.post("/add_memory").json("{").expect(400).has("/Error", "Request format is wrong");
        http.post("/add_memory")
                .json(Map.of("userId", user, "messages", List.of()))
                .expect(400)
                .has("/Error", "No messages provided");
        http.post("/add_memory")
                .json(Map.of("userId", user, "messages", List.of(Map.of("role", "king", "content", "x"))))
                .expect(400)
                .has("/Error", "Request format is wrong");
        http.post("/get_memory")
                .json(Map.of("userId", user))
                .expect(400)
                .has("/Error", "Neither user query nor user messages was provided");
        http.post("/get_memory")
                .json(Map.of("userId", user, "query", "x", "messages", List.of(Map.of("role", "user", "content", "x"))))
                .expect(400)
                .has("/Error", "Request format is wrong");
        http.post("/get_memory")
                .json(Map.of("userId", user, "query", "x", "threshold", 2))
                .expect(400)
                .has("/Error", "Request format is wrong");
        http.post("/delete_memory/core")
                .json(Map.of("userId", user))
                .expect(400)
                .has("/Error", "Request format is wrong");
    }

    @Test
    void whoeverIsBehindAProxyNeedsAKey() {
        http.get("/get_all/" + user).header("X-Forwarded-For", "203.0.113.9").expect(401);
        http.get("/get_all/" + user).header("Forwarded", "for=203.0.113.9").expect(401);
        http.get("/get_all/" + user)
                .header("X-Forwarded-For", "203.0.113.9")
                .key(org.mneme.war.server.TestKeys.RETAINR)
                .expect(200);
    }

    @Test
    void theHealthOfTheServerIsTheClientsGreeting() {
        http.get("/health").expect(200).is("{\"status\":\"ok\",\"message\":\"Server is healthy!\"}");
    }

    private static List<JsonNode> entries(Answer answer) {
        List<JsonNode> entries = new ArrayList<>();
        answer.json().forEach(entries::add);
        return entries;
    }
}
