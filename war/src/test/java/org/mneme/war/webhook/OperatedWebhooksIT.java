package org.mneme.war.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.war.server.Answer;
import org.mneme.war.server.AtRest;
import org.mneme.war.server.MovedClock;
import org.mneme.war.server.PackagedServer;
import org.mneme.war.server.TestKeys;
import org.mneme.war.server.WireClient;

/** What operators decide about webhooks: channels, how long things are kept, and the key of the secrets. */
class OperatedWebhooksIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "the first key that is as long as it must be";
    private static final String NEXT_KEY = "the second key that is as long as it must be";

    private final HookReceiver receiver = new HookReceiver(HookReceiver.answer("200 OK"));

    @TempDir
    private Path data;

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    private static PackagedServer.Builder builder() {
        return PackagedServer.builder()
                .environment("MNEME_NOTIFIER_WEBHOOK_ALLOW_HTTP", "true")
                .environment("MNEME_NOTIFIER_WEBHOOK_ALLOW_NETWORKS", "127.0.0.1/32")
                .environment("MNEME_SECRETS_KEY", KEY);
    }

    private static Answer register(WireClient http, String name, String url) {
        return http.post("/v1/webhooks")
                .key(TestKeys.RETAINR)
                .json(Map.of("name", name, "url", url, "event_type", "memory.created"))
                .send();
    }

    private HookReceiver.Hook told(WireClient http, String content) {
        int before = receiver.hooks().size();
        http.post("/v1/memories")
                .key(TestKeys.RETAINR)
                .json(Map.of("content", content, "namespace", "n"))
                .expect(201);
        await().atMost(SOON).until(() -> receiver.hooks().size() > before);
        return receiver.hooks().get(before);
    }

    private static List<String> signatures(HookReceiver.Hook hook) {
        return List.of(hook.headers().get("webhook-signature").split(" "));
    }

    @Test
    void aFormerSecretSignsUntilItsOverlapEndsAndTheLogForgetsWhatIsOld() {
        MovedClock clock = new MovedClock();
        try (PackagedServer server =
                builder().clock(clock).environment("MNEME_DELIVERY_KEEP", "2d").start()) {
            WireClient http = server.http();
            String id = register(http, "n", receiver.url()).expect(201).text("/id");
            assertThat(signatures(told(http, "Signed by one secret"))).hasSize(1);
            http.post("/v1/webhooks/" + id + "/rotate-secret")
                    .key(TestKeys.RETAINR)
                    .json(Map.of("overlap_seconds", 3600))
                    .expect(200);
            assertThat(signatures(told(http, "Signed by both"))).hasSize(2);
            clock.ahead(Duration.ofMinutes(59));
            assertThat(signatures(told(http, "Signed by both still"))).hasSize(2);
            clock.ahead(Duration.ofMinutes(61));
            assertThat(signatures(told(http, "Signed by the new one alone"))).hasSize(1);

            await().atMost(SOON).until(() -> delivered(http) == 4);
            clock.ahead(Duration.ofHours(47));
            told(http, "Told two days later");
            await().atMost(SOON).until(() -> delivered(http) == 5);
            clock.ahead(Duration.ofHours(50));
            await().atMost(SOON).until(() -> delivered(http) == 1);
        }
    }

    private static int delivered(WireClient http) {
        JsonNode deliveries = http.get("/admin/v1/workspaces/" + TestKeys.WORKSPACE + "/deliveries?state=delivered")
                .key(TestKeys.ADMIN)
                .expect(200)
                .at("/deliveries");
        return deliveries.size();
    }

    @Test
    void eachAddressGoesToTheNotifierThatIsConfiguredForIt() {
        try (PackagedServer server = builder()
                .environment("MNEME_WEBHOOKS_CHANNELS", "http=webhook, log=log")
                .start()) {
            WireClient http = server.http();
            register(http, "by post", receiver.url()).expect(201);
            register(http, "into the log", "log:audit").expect(201).has("/url", "log:audit");
            Answer refused = register(http, "by nobody", "https://hook.example/")
                    .expect(400)
                    .has("/error", "invalid_request");
            assertThat(refused.text("/message")).contains("url");

            HookReceiver.Hook hook = told(http, "Not for the eyes of operators");
            await().atMost(SOON).until(() -> server.console().contains("memory.created evt_"));
            assertThat(hook.json().at("/memory/content").asText()).isEqualTo("Not for the eyes of operators");
            assertThat(server.console()).doesNotContain("Not for the eyes of operators");
        }
    }

    @Test
    void secretsAreNotReadableAtRestAndTheirKeyCanBeChanged() {
        PackagedServer.Builder builder = builder().dataDirectory(data);
        String secret;
        try (PackagedServer server = builder.start()) {
            WireClient http = server.http();
            secret = register(http, "A name that is stored as it is", receiver.url())
                    .expect(201)
                    .text("/secret");
            assertThat(HookSignature.isGood(told(http, "Under the first key"), secret))
                    .isTrue();
        }
        assertThat(holds("A name that is stored as it is"))
                .as("what is not secret is found by the same search")
                .isTrue();
        assertThat(holds(secret)).isFalse();
        assertThat(holds(secret.substring("whsec_".length()))).isFalse();
        assertThat(holds(KEY)).isFalse();

        builder.environment("MNEME_SECRETS_KEY", NEXT_KEY).environment("MNEME_SECRETS_PREVIOUS_KEYS", KEY);
        try (PackagedServer server = builder.start()) {
            assertThat(HookSignature.isGood(told(server.http(), "Under both keys"), secret))
                    .isTrue();
        }
        builder.without("MNEME_SECRETS_PREVIOUS_KEYS");
        try (PackagedServer server = builder.start()) {
            assertThat(HookSignature.isGood(told(server.http(), "Under the second key"), secret))
                    .isTrue();
        }
    }

    private boolean holds(String text) {
        return AtRest.holds(data, text);
    }
}
