package org.mneme.war.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.war.retainr.WebhookExamples;
import org.mneme.war.server.Answer;
import org.mneme.war.server.OverTheWire;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** Every webhook route of the retainr dialect, and what receivers get. */
class WebhooksIT extends OverTheWire {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String UNKNOWN = "wh_00000000000000000000000000";

    private final List<String> registered = new ArrayList<>();
    private final List<HookReceiver> receivers = new ArrayList<>();

    @AfterEach
    void cleanUp() throws Exception {
        for (String id : registered) {
            http.delete("/v1/webhooks/" + id).key(TestKeys.RETAINR).send();
        }
        for (HookReceiver receiver : receivers) {
            receiver.close();
        }
    }

    private HookReceiver receiver(HookReceiver.Behaviour behaviour) {
        HookReceiver receiver = new HookReceiver(behaviour);
        receivers.add(receiver);
        return receiver;
    }

    private static Map<String, Object> created(String url, String namespace) {
        Map<String, Object> webhook = new HashMap<>();
        webhook.put("name", "CRM sync");
        webhook.put("url", url);
        webhook.put("event_type", "memory.created");
        webhook.put("namespace_filter", namespace);
        return webhook;
    }

    private static Map<String, Object> watch(String url, String namespace, String query, double threshold) {
        Map<String, Object> webhook = created(url, namespace);
        webhook.put("event_type", "memory.watch");
        webhook.put("watch_query", query);
        webhook.put("watch_threshold", threshold);
        return webhook;
    }

    private Answer register(String webhook) {
        return registered(http.post("/v1/webhooks").key(TestKeys.RETAINR).json(webhook));
    }

    private Answer register(Map<String, Object> webhook) {
        return registered(http.post("/v1/webhooks").key(TestKeys.RETAINR).json(webhook));
    }

    private Answer registered(WireClient.Request request) {
        Answer answer = request.expect(201);
        registered.add(answer.text("/id"));
        return answer;
    }

    private Answer store(String namespace, String content) {
        return http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", namespace, "metadata", Map.of("n", 1)))
                .expect(201);
    }

    private JsonNode listed(String id) {
        JsonNode list =
                http.get("/v1/webhooks").key(TestKeys.RETAINR).expect(200).json();
        assertThat(list.isArray()).isTrue();
        for (JsonNode webhook : list) {
            if (webhook.get("id").asText().equals(id)) {
                return webhook;
            }
        }
        throw new AssertionError("not listed: " + id);
    }

    @Test
    void theDocumentsExampleIsRegistered() {
        Answer answer = register(WebhookExamples.WATCH);
        answer.has("/workspace_id", TestKeys.WORKSPACE)
                .has("/name", "Churn alert")
                .has("/url", "https://hook.make.com/abc123")
                .has("/event_type", "memory.watch")
                .has("/namespace_filter", "customer:acme")
                .has("/watch_query", "cancel subscription unsubscribe want to leave")
                .has("/watch_threshold", 0.8)
                .has("/enabled", true);
        assertThat(answer.text("/id")).startsWith("wh_");
        assertThat(answer.text("/secret")).hasSizeGreaterThan(20);
        assertThat(answer.text("/created_at")).endsWith("Z");
        assertThat(answer.json().size()).isEqualTo(11);
    }

    @Test
    void theListShowsEverythingButTheSecret() {
        String id = register(WebhookExamples.WATCH).text("/id");
        JsonNode webhook = listed(id);
        assertThat(webhook.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "url",
                        "event_type",
                        "namespace_filter",
                        "watch_query",
                        "watch_threshold",
                        "enabled",
                        "consecutive_failures",
                        "created_at",
                        "updated_at");
        assertThat(webhook.get("consecutive_failures").asInt()).isZero();
    }

    @Test
    void theThresholdHasItsDefault() {
        Map<String, Object> watch = watch("https://hook.example/", null, "anything", 0.5);
        watch.remove("watch_threshold");
        register(watch).has("/watch_threshold", 0.75).has("/namespace_filter", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{\"name\":\"n\"} | url",
                "{\"name\":\"n\",\"url\":\"https://h.example/\"} | event_type",
                "{\"name\":\" \",\"url\":\"https://h.example/\",\"event_type\":\"memory.created\"} | name",
                "{\"name\":5,\"url\":\"https://h.example/\",\"event_type\":\"memory.created\"} | name",
                "{\"name\":\"n\",\"url\":\"https://h.example/\",\"event_type\":\"memory.deleted\"} | event_type",
                "{\"name\":\"n\",\"url\":\"https://h.example/\",\"event_type\":\"memory.watch\"} | watch_query",
                "{\"name\":\"n\",\"url\":\"https://h.example/\",\"event_type\":\"memory.watch\",\"watch_query\":\"q\",\"watch_threshold\":0.49} | watch_threshold",
                "{\"name\":\"n\",\"url\":\"https://h.example/\",\"event_type\":\"memory.watch\",\"watch_query\":\"q\",\"watch_threshold\":1.01} | watch_threshold",
                "{\"name\":\"n\",\"url\":\"https://h.example/\",\"event_type\":\"memory.watch\",\"watch_query\":\"q\",\"watch_threshold\":\"high\"} | watch_threshold",
                "{\"name\":\"n\",\"url\":\"ftp://h.example/\",\"event_type\":\"memory.created\"} | url",
                "{\"name\":\"n\",\"url\":\"h.example\",\"event_type\":\"memory.created\"} | url",
                "{\"name\":\"n\",\"url\":\"https://u:p@h.example/\",\"event_type\":\"memory.created\"} | url",
                "{\"name\":\"n\",\"url\":\"https://10.0.0.1/\",\"event_type\":\"memory.created\"} | url",
                "{\"name\":\"n\",\"url\":\"https://169.254.169.254/latest\",\"event_type\":\"memory.created\"} | url",
                "{\"name\":\"n\",\"url\":\"https://2130706433/\",\"event_type\":\"memory.created\"} | url",
                "{\"name\":\"n\",\"url\":\"https://[::1]/\",\"event_type\":\"memory.created\"} | url",
                "{\"name\":\"n\",\"url\":\"https://h.example/\",\"event_type\":\"memory.created\",\"secret\":\"\"} | secret",
                "{\"name\":\"n\",\"url\":\"https://h.example/\",\"event_type\":\"memory.created\",\"secret\":\"whsec_?\"} | secret",
                "{\"name\":\"n\" | JSON",
                "[] | object"
            })
    void whatIsWrongIsNamed(String body, String named) {
        Answer answer =
                http.post("/v1/webhooks").key(TestKeys.RETAINR).json(body).expect(400);
        answer.has("/error", "invalid_request");
        assertThat(answer.text("/message")).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/" + UNKNOWN, "/" + UNKNOWN + "/test", "/" + UNKNOWN + "/rotate-secret"})
    void withoutAKeyNothingIsAnswered(String path) {
        String method = path.isEmpty() ? "GET" : path.endsWith(UNKNOWN) ? "DELETE" : "POST";
        http.request(method, "/v1/webhooks" + path).expect(401).has("/error", "unauthorized");
        http.request(method, "/v1/webhooks" + path)
                .key("rec_live_00000000000000000000000000000000")
                .expect(401);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        http.put("/v1/webhooks/" + UNKNOWN)
                .key(TestKeys.RETAINR)
                .json("{\"enabled\":true}")
                .expect(404)
                .has("/error", "not_found");
        http.delete("/v1/webhooks/" + UNKNOWN).key(TestKeys.RETAINR).expect(404).has("/error", "not_found");
        http.post("/v1/webhooks/" + UNKNOWN + "/test")
                .key(TestKeys.RETAINR)
                .expect(404)
                .has("/error", "not_found");
        http.post("/v1/webhooks/" + UNKNOWN + "/rotate-secret")
                .key(TestKeys.RETAINR)
                .json("{}")
                .expect(404)
                .has("/error", "not_found");
    }

    @Test
    void aMemoryIsToldAsTheDocumentShowsItAndSigned() {
        HookReceiver receiver = receiver(HookReceiver.answer("200 OK"));
        String namespace = fresh("customer");
        Answer webhook = register(created(receiver.url(), namespace));
        Answer memory = store(namespace, "User prefers email over SMS – größtenteils");
        store(fresh("other"), "Somebody else's");

        await().atMost(SOON).until(() -> !receiver.hooks().isEmpty());
        HookReceiver.Hook hook = receiver.hooks().get(0);
        assertThat(HookSignature.isGood(hook, webhook.text("/secret"))).isTrue();
        JsonNode body = hook.json();
        assertThat(body.fieldNames())
                .toIterable()
                .containsExactly("event", "webhook_id", "workspace_id", "fired_at", "memory");
        assertThat(body.get("event").asText()).isEqualTo("memory.created");
        assertThat(body.get("webhook_id").asText()).isEqualTo(webhook.text("/id"));
        assertThat(body.get("workspace_id").asText()).isEqualTo(TestKeys.WORKSPACE);
        assertThat(body.at("/memory/id").asText()).isEqualTo(memory.text("/id"));
        assertThat(body.at("/memory/content").asText()).isEqualTo("User prefers email over SMS – größtenteils");
        assertThat(body.at("/memory/namespace").asText()).isEqualTo(namespace);
        assertThat(body.at("/memory/metadata/n").asInt()).isEqualTo(1);
        assertThat(hook.headers()).containsKeys("webhook-id", "webhook-timestamp", "webhook-signature");
        await().during(Duration.ofMillis(500)).until(() -> receiver.hooks().size() == 1);
    }

    @Test
    void aWatchIsToldOnlyOfWhatItLooksFor() {
        HookReceiver receiver = receiver(HookReceiver.answer("204 No Content"));
        String namespace = fresh("customer");
        String query = "cancel subscription unsubscribe want to leave";
        register(watch(receiver.url(), namespace, query, 0.8));
        store(namespace, "The weather in Lisbon was sunny all week");
        Answer told = store(namespace, query);

        await().atMost(SOON).until(() -> !receiver.hooks().isEmpty());
        JsonNode body = receiver.hooks().get(0).json();
        assertThat(body.get("event").asText()).isEqualTo("memory.watch");
        assertThat(body.at("/memory/id").asText()).isEqualTo(told.text("/id"));
        assertThat(body.at("/match/watch_query").asText()).isEqualTo(query);
        assertThat(body.at("/match/score").asDouble()).isBetween(0.8, 1.0);
        await().during(Duration.ofMillis(500)).until(() -> receiver.hooks().size() == 1);
    }

    @Test
    void aDeduplicatedStoreIsNoNewMemory() {
        HookReceiver receiver = receiver(HookReceiver.answer("200 OK"));
        String namespace = fresh("customer");
        register(created(receiver.url(), namespace));
        Map<String, Object> memory =
                Map.of("content", "Alice likes tea", "namespace", namespace, "dedup_threshold", 0.95);
        http.post("/v1/memories").key(TestKeys.RETAINR).json(memory).expect(201);
        http.post("/v1/memories").key(TestKeys.RETAINR).json(memory).expect(200).has("/deduplicated", true);
        store(namespace, "A sign that all before has gone out");

        await().atMost(SOON).until(() -> receiver.hooks().size() == 2);
        assertThat(receiver.hooks())
                .extracting(hook -> hook.json().at("/memory/content").asText())
                .containsExactlyInAnyOrder("Alice likes tea", "A sign that all before has gone out");
    }

    @Test
    void onlyWhatIsGivenChanges() {
        String id = register(WebhookExamples.WATCH).text("/id");
        assertThat(http.put("/v1/webhooks/" + id)
                        .key(TestKeys.RETAINR)
                        .json("{\"name\":\"New\",\"watch_threshold\":0.9,\"enabled\":false}")
                        .expect(204)
                        .body())
                .isEmpty();
        JsonNode webhook = listed(id);
        assertThat(webhook.get("name").asText()).isEqualTo("New");
        assertThat(webhook.get("watch_threshold").asDouble()).isEqualTo(0.9);
        assertThat(webhook.get("enabled").asBoolean()).isFalse();
        assertThat(webhook.get("url").asText()).isEqualTo("https://hook.make.com/abc123");
        for (String wrong : List.of(
                "{\"url\":\"https://127.1/\"}",
                "{\"watch_threshold\":2}",
                "{\"enabled\":\"yes\"}",
                "{\"name\":\" \"}",
                "{\"watch_query\":\"\"}")) {
            http.put("/v1/webhooks/" + id)
                    .key(TestKeys.RETAINR)
                    .json(wrong)
                    .expect(400)
                    .has("/error", "invalid_request");
        }
    }

    @Test
    void aDisabledWebhookIsToldNothing() {
        HookReceiver receiver = receiver(HookReceiver.answer("200 OK"));
        String namespace = fresh("customer");
        String id = register(created(receiver.url(), namespace)).text("/id");
        http.put("/v1/webhooks/" + id)
                .key(TestKeys.RETAINR)
                .json("{\"enabled\":false}")
                .expect(204);
        store(namespace, "Nobody hears this");
        http.put("/v1/webhooks/" + id)
                .key(TestKeys.RETAINR)
                .json("{\"enabled\":true}")
                .expect(204);
        store(namespace, "Somebody hears this");

        await().atMost(SOON).until(() -> !receiver.hooks().isEmpty());
        await().during(Duration.ofMillis(500)).until(() -> receiver.hooks().size() == 1);
        assertThat(receiver.hooks().get(0).json().at("/memory/content").asText())
                .isEqualTo("Somebody hears this");
    }

    @Test
    void theTenthFailureInARowDisablesAndEnablingSendsWhatWaited() {
        HookReceiver receiver = receiver(HookReceiver.answer("500 Broken"));
        String namespace = fresh("customer");
        String id = register(created(receiver.url(), namespace)).text("/id");
        for (int i = 0; i < 12; i++) {
            store(namespace, "Event number " + i);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !listed(id).get("enabled").asBoolean());
        assertThat(listed(id).get("consecutive_failures").asInt()).isEqualTo(10);
        assertThat(receiver.hooks()).hasSize(10);

        receiver.behave(HookReceiver.answer("200 OK"));
        http.put("/v1/webhooks/" + id)
                .key(TestKeys.RETAINR)
                .json("{\"enabled\":true}")
                .expect(204);
        assertThat(listed(id).get("consecutive_failures").asInt()).isZero();
        await().atMost(Duration.ofSeconds(60)).until(() -> receiver.hooks().size() == 22);
        assertThat(receiver.hooks().stream()
                        .skip(10)
                        .map(hook -> hook.json().at("/memory/content").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aDeletedWebhookIsGone() {
        String id = register(WebhookExamples.WATCH).text("/id");
        http.delete("/v1/webhooks/" + id).key(TestKeys.RETAINR).expect(204);
        http.delete("/v1/webhooks/" + id).key(TestKeys.RETAINR).expect(404);
    }

    @Test
    void aTestTellsHowItWent() {
        HookReceiver receiver = receiver(HookReceiver.answer("200 OK"));
        Answer webhook = register(created(receiver.url(), null));
        String path = "/v1/webhooks/" + webhook.text("/id") + "/test";
        http.post(path).key(TestKeys.RETAINR).expect(200).is("{\"delivered\":true,\"http_status\":200}");
        assertThat(HookSignature.isGood(receiver.hooks().get(0), webhook.text("/secret")))
                .isTrue();
        assertThat(receiver.hooks().get(0).json().get("event").asText()).isEqualTo("memory.created");

        receiver.behave(HookReceiver.answer("503 Later"));
        Answer refused = http.post(path).key(TestKeys.RETAINR).expect(200);
        refused.has("/delivered", false).has("/http_status", 503);
        receiver.behave(HookReceiver.reset());
        Answer broken = http.post(path).key(TestKeys.RETAINR).expect(200);
        broken.has("/delivered", false);
        assertThat(broken.text("/error")).isNotBlank();
        assertThat(broken.json().has("http_status")).isFalse();
        assertThat(listed(webhook.text("/id")).get("consecutive_failures").asInt())
                .isZero();
    }

    @Test
    void aNewSecretSignsAtOnce() {
        HookReceiver receiver = receiver(HookReceiver.answer("200 OK"));
        String namespace = fresh("customer");
        Answer webhook = register(created(receiver.url(), namespace));
        Answer rotated = http.post("/v1/webhooks/" + webhook.text("/id") + "/rotate-secret")
                .key(TestKeys.RETAINR)
                .json("{\"overlap_seconds\":60}")
                .expect(200);
        assertThat(rotated.text("/secret")).isNotEqualTo(webhook.text("/secret"));
        assertThat(rotated.text("/previous_valid_until")).endsWith("Z");
        store(namespace, "Signed anew");
        await().atMost(SOON).until(() -> !receiver.hooks().isEmpty());
        HookReceiver.Hook hook = receiver.hooks().get(0);
        assertThat(HookSignature.isGood(hook, rotated.text("/secret"))).isTrue();
        assertThat(hook.headers().get("webhook-signature").split(" ")).hasSize(2);
    }

    @Test
    void anotherWorkspaceSeesAndHearsNothing() {
        HookReceiver receiver = receiver(HookReceiver.answer("200 OK"));
        String namespace = fresh("customer");
        String id = register(created(receiver.url(), null)).text("/id");
        String workspace = http.post("/admin/v1/workspaces")
                .key(TestKeys.ADMIN)
                .json("{\"name\":\"other\"}")
                .expect(201)
                .text("/workspace_id");
        String key = http.post("/admin/v1/workspaces/" + workspace + "/keys")
                .key(TestKeys.ADMIN)
                .json("{\"name\":\"k\",\"dialect\":\"retainr\"}")
                .expect(201)
                .text("/api_key");
        assertThat(http.get("/v1/webhooks").key(key).expect(200).json()).isEmpty();
        http.delete("/v1/webhooks/" + id).key(key).expect(404);
        http.post("/v1/webhooks/" + id + "/test").key(key).expect(404);
        http.post("/v1/memories")
                .key(key)
                .json(Map.of("content", "Not for you", "namespace", namespace))
                .expect(201);
        store(namespace, "For you");
        await().atMost(SOON).until(() -> !receiver.hooks().isEmpty());
        assertThat(receiver.hooks())
                .extracting(hook -> hook.json().at("/memory/content").asText())
                .doesNotContain("Not for you");
        http.delete("/admin/v1/workspaces/" + workspace).key(TestKeys.ADMIN).expect(204);
    }

    @Test
    void aKeyThatMayNotReadCannotHaveMemoriesSentToItself() {
        for (String scope : List.of("read", "write")) {
            String key = http.post("/admin/v1/workspaces/" + TestKeys.WORKSPACE + "/keys")
                    .key(TestKeys.ADMIN)
                    .json(Map.of("name", scope, "dialect", "retainr", "scopes", List.of(scope)))
                    .expect(201)
                    .text("/api_key");
            http.post("/v1/webhooks")
                    .key(key)
                    .json(created("https://hook.example/", null))
                    .expect(403)
                    .has("/error", "forbidden");
        }
    }
}
