package org.mneme.war.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.TestKeys;

/** The delivery rows of the administration. */
class DeliveriesIT extends OverTheWire {

    private static final String PATH = "/admin/v1/workspaces/" + TestKeys.WORKSPACE + "/deliveries";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final HookReceiver receiver = new HookReceiver(HookReceiver.answer("200 OK"));
    private final String namespace = fresh("deliveries");
    private String webhook;

    @AfterEach
    void cleanUp() throws Exception {
        receiver.close();
        if (webhook != null) {
            http.delete("/v1/webhooks/" + webhook).key(TestKeys.RETAINR).send();
        }
    }

    private void register() {
        webhook = registered(receiver.url());
    }

    private String registered(String url) {
        return http.post("/v1/webhooks")
                .key(TestKeys.RETAINR)
                .json(Map.of("name", "n", "url", url, "event_type", "memory.created", "namespace_filter", namespace))
                .expect(201)
                .text("/id");
    }

    private String store(String content) {
        return http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", namespace))
                .expect(201)
                .text("/id");
    }

    private JsonNode deliveries(String id) {
        return http.get(PATH + "?webhook_id=" + id)
                .key(TestKeys.ADMIN)
                .expect(200)
                .at("/deliveries");
    }

    private JsonNode list(String query) {
        return http.get(PATH + "?webhook_id=" + webhook + query)
                .key(TestKeys.ADMIN)
                .expect(200)
                .at("/deliveries");
    }

    @Test
    void everyAttemptIsShown() {
        register();
        receiver.behave(HookReceiver.answer("503 Later"));
        String memory = store("Told at the second or third attempt");
        await().atMost(SOON).until(() -> receiver.hooks().size() >= 2);
        receiver.behave(HookReceiver.answer("200 OK"));
        await().atMost(SOON).until(() -> list("&state=delivered").size() == 1);

        JsonNode delivery = list("").get(0);
        assertThat(delivery.get("delivery_id").asText())
                .isEqualTo(receiver.hooks().get(0).id());
        assertThat(delivery.get("memory_id").asText()).isEqualTo(memory);
        assertThat(delivery.get("event").asText()).isEqualTo("memory.created");
        assertThat(delivery.get("next_attempt_at").isNull()).isTrue();
        JsonNode attempts = delivery.get("attempts");
        assertThat(attempts.size())
                .isEqualTo(delivery.get("attempt_count").asInt())
                .isGreaterThanOrEqualTo(3);
        assertThat(attempts.get(0).get("status").asInt()).isEqualTo(503);
        assertThat(attempts.get(0).get("error").asText()).contains("503");
        assertThat(attempts.get(0).get("latency_ms").asLong()).isBetween(0L, 10_000L);
        assertThat(attempts.get(0).get("at").asText()).endsWith("Z");
        assertThat(attempts.get(attempts.size() - 1).get("error").isNull()).isTrue();
        assertThat(delivery.toString()).doesNotContain("Told at");
    }

    @Test
    void everyWayToFailIsInTheLog() throws Exception {
        try (HookReceiver broken = new HookReceiver(HookReceiver.answer("500 Broken"));
                HookReceiver busy = new HookReceiver(HookReceiver.answer("429 Busy\r\nRetry-After: 120"));
                HookReceiver gone = new HookReceiver(HookReceiver.answer("410 Gone"));
                HookReceiver elsewhere =
                        new HookReceiver(HookReceiver.answer("307 Go\r\nLocation: http://169.254.169.254/latest"));
                HookReceiver hanging = new HookReceiver(HookReceiver.hang());
                HookReceiver breaking = new HookReceiver(HookReceiver.reset());
                HookReceiver unread = new HookReceiver(HookReceiver.resetUnread());
                HookReceiver slow = new HookReceiver(HookReceiver.slow(500));
                HookReceiver inClear = new HookReceiver(HookReceiver.inClear())) {
            Map<String, String> ids = new LinkedHashMap<>();
            ids.put("broken", registered(broken.url()));
            ids.put("busy", registered(busy.url()));
            ids.put("gone", registered(gone.url()));
            ids.put("elsewhere", registered(elsewhere.url()));
            ids.put("hanging", registered(hanging.url()));
            ids.put("breaking", registered(breaking.url()));
            ids.put("unread", registered(unread.url()));
            ids.put("slow", registered(slow.url()));
            ids.put("without TLS", registered(inClear.url().replace("http:", "https:")));
            try {
                Instant before = Instant.now();
                store("Told to nine receivers");
                Map<String, JsonNode> first = new LinkedHashMap<>();
                for (String name : ids.keySet()) {
                    await(name)
                            .atMost(SOON)
                            .until(() -> !deliveries(ids.get(name)).isEmpty()
                                    && !deliveries(ids.get(name))
                                            .at("/0/attempts")
                                            .isEmpty());
                    first.put(name, deliveries(ids.get(name)).get(0));
                }
                assertThat(outcome(first.get("broken"))).startsWith("500").contains("500");
                assertThat(outcome(first.get("busy"))).startsWith("429");
                assertThat(Instant.parse(
                                first.get("busy").get("next_attempt_at").asText()))
                        .isAfter(before.plusSeconds(100));
                assertThat(outcome(first.get("gone"))).startsWith("410");
                assertThat(first.get("gone").get("state").asText()).isEqualTo("failed");
                assertThat(outcome(first.get("elsewhere"))).startsWith("307");
                assertThat(outcome(first.get("hanging"))).isEqualTo("null no answer in time");
                assertThat(first.get("hanging").at("/attempts/0/latency_ms").asLong())
                        .isBetween(14_000L, 17_000L);
                assertThat(outcome(first.get("breaking"))).startsWith("null the connection");
                assertThat(outcome(first.get("unread"))).startsWith("null the connection");
                assertThat(outcome(first.get("slow"))).isEqualTo("200 null");
                assertThat(first.get("slow").at("/attempts/0/latency_ms").asLong())
                        .isBetween(500L, 5_000L);
                assertThat(outcome(first.get("without TLS"))).startsWith("null TLS failed");
                assertThat(inClear.hooks()).as("nothing was sent in clear").isEmpty();
            } finally {
                ids.values()
                        .forEach(id -> http.delete("/v1/webhooks/" + id)
                                .key(TestKeys.RETAINR)
                                .send());
            }
        }
    }

    private static String outcome(JsonNode delivery) {
        JsonNode attempt = delivery.at("/attempts/0");
        return attempt.get("status").asText() + " " + attempt.get("error").asText();
    }

    @Test
    void oneDeliveryIsSentAgainUnderItsId() {
        register();
        store("Told twice");
        await().atMost(SOON).until(() -> list("&state=delivered").size() == 1);
        String id = list("").get(0).get("delivery_id").asText();
        http.get(PATH + "/" + id).key(TestKeys.ADMIN).expect(200).has("/delivery_id", id);

        http.post(PATH + "/" + id + "/retry").key(TestKeys.ADMIN).expect(202).has("/delivery_id", id);

        await().atMost(SOON).until(() -> receiver.hooks().size() == 2);
        assertThat(receiver.hooks()).extracting(HookReceiver.Hook::id).containsOnly(id);
    }

    @Test
    void whatFailedIsSentAgainTogether() {
        register();
        receiver.behave(HookReceiver.answer("410 Gone"));
        store("Refused for good");
        await().atMost(SOON).until(() -> list("&state=failed").size() == 1);
        receiver.behave(HookReceiver.answer("200 OK"));
        http.put("/v1/webhooks/" + webhook)
                .key(TestKeys.RETAINR)
                .json("{\"enabled\":true}")
                .expect(204);

        http.post(PATH + "/retry")
                .key(TestKeys.ADMIN)
                .json(Map.of(
                        "webhook_id",
                        webhook,
                        "since",
                        Instant.now().plusSeconds(60).toString()))
                .expect(202)
                .has("/retried", 0);
        http.post(PATH + "/retry")
                .key(TestKeys.ADMIN)
                .json(Map.of(
                        "webhook_id",
                        webhook,
                        "since",
                        Instant.now().minusSeconds(600).toString()))
                .expect(202)
                .has("/retried", 1);
        await().atMost(SOON).until(() -> list("&state=delivered").size() == 1);
    }

    @Test
    void aDeletedMemoryIsNotToldAnyMore() {
        register();
        receiver.behave(HookReceiver.answer("500 Broken"));
        String memory = store("Forget this");
        await().atMost(SOON).until(() -> !receiver.hooks().isEmpty());
        http.delete("/v1/memories/" + memory).key(TestKeys.RETAINR).expect(204);
        receiver.behave(HookReceiver.answer("200 OK"));
        int before = receiver.hooks().size();
        await().during(Duration.ofSeconds(2)).until(() -> receiver.hooks().size() <= before + 1);
        assertThat(list("")).isEmpty();
    }

    @Test
    void whatWasStoredEarlierIsLeftOutBySince() {
        register();
        store("Early");
        await().atMost(SOON).until(() -> list("").size() == 1);
        assertThat(list("&since=" + Instant.now().plusSeconds(60))).isEmpty();
        assertThat(list("&since=" + Instant.now().minusSeconds(600))).hasSize(1);
        assertThat(list("&limit=1")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=lost", "?since=yesterday", "?limit=0", "?limit=1001", "?webhook_id="})
    void aQueryThatCannotBeReadIsRefused(String query) {
        http.get(PATH + query).key(TestKeys.ADMIN).expect(400).has("/code", "invalid_request");
    }

    @Test
    void aRetryMustSayOfWhat() {
        for (String body : new String[] {"{}", "{\"since\":\"today\"}", "{\"webhook_id\":5}", "["}) {
            Answer answer =
                    http.post(PATH + "/retry").key(TestKeys.ADMIN).json(body).expect(400);
            assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        http.get(PATH + "/evt_none").key(TestKeys.ADMIN).expect(404);
        http.post(PATH + "/evt_none/retry").key(TestKeys.ADMIN).expect(404);
        for (String path : new String[] {"", "/evt_none"}) {
            http.get("/admin/v1/workspaces/ws_none/deliveries" + path)
                    .key(TestKeys.ADMIN)
                    .expect(404);
        }
    }

    @Test
    void onlyAdministratorsAreAnswered() {
        http.get(PATH).expect(401);
        http.get(PATH).key(TestKeys.RETAINR).expect(403);
        http.post(PATH + "/retry").key(TestKeys.RETAINR).json("{}").expect(403);
    }
}
