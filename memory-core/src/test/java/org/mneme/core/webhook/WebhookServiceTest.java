package org.mneme.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.core.delivery.MapWebhooks;
import org.mneme.core.embedding.Embedder;
import org.mneme.core.secret.SecretBox;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

class WebhookServiceTest {

    private static final Scope SCOPE = Scope.of("ws_1");
    private static final String KEY = "the key of this test, long enough";

    /** Keeps what it is given, and refuses addresses that say so. */
    private static final class Keeping implements Notifier {
        private final List<Notification> sent = new ArrayList<>();

        @Override
        public void check(String address) {
            if (address.contains("forbidden")) {
                throw MemoryException.invalid("url", "url is forbidden");
            }
        }

        @Override
        public DeliveryResult deliver(Notification notification) {
            sent.add(notification);
            return DeliveryResult.delivered(Optional.of(200));
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    /** Embeds everything alike, or fails. */
    private static final class OneVector implements EmbeddingModel {
        private boolean away;

        @Override
        public String modelId() {
            return "one";
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public List<Embedding> embed(List<String> texts, Purpose purpose) {
            if (away) {
                throw MemoryException.embeddingUnavailable("away", Duration.ofSeconds(1), null);
            }
            return texts.stream()
                    .map(text -> new Embedding("one", List.of(new float[] {1, 0})))
                    .toList();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private Instant now = Instant.parse("2026-03-14T15:04:05Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final MapWebhooks store = new MapWebhooks();
    private final Keeping channel = new Keeping();
    private final OneVector model = new OneVector();
    private final List<String> enabled = new ArrayList<>();
    private final WebhookService service = service(new SecretBox(KEY, List.of()), WebhookOptions.defaults());

    private WebhookService service(SecretBox secrets, WebhookOptions options) {
        return new WebhookService(
                store,
                new EventSender(Map.of("webhook", channel), secrets, clock),
                secrets,
                new Embedder(model, 10),
                options,
                enabled::add,
                clock);
    }

    private static NewWebhook created() {
        return new NewWebhook(
                "CRM sync",
                "https://hook.example/abc",
                "memory.created",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static NewWebhook watching(Optional<String> query, Optional<Double> threshold) {
        return new NewWebhook(
                "Churn",
                "https://hook.example/abc",
                "memory.watch",
                Optional.of("customer:acme"),
                query,
                threshold,
                Optional.of("my own secret"));
    }

    private static WebhookChange enabling(boolean to) {
        return new WebhookChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(to));
    }

    private static void assertInvalid(String field, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MemoryException.class, e -> {
            assertThat(e.kind()).isEqualTo(MemoryException.Kind.INVALID);
            assertThat(e.field()).contains(field);
            assertThat(e.getMessage()).contains(field);
        });
    }

    @Test
    void aNewWebhookHasTheDefaultsOfTheDocument() {
        WebhookService.Issued issued = service.register(SCOPE, watching(Optional.of("cancel"), Optional.empty()));
        Webhook webhook = service.get(SCOPE, issued.webhook().id());
        assertThat(webhook.id()).startsWith("wh_");
        assertThat(webhook.enabled()).isTrue();
        assertThat(webhook.consecutiveFailures()).isZero();
        assertThat(webhook.watch()).contains(new Webhook.Watch("cancel", 0.75));
        assertThat(webhook.namespace()).contains("customer:acme");
        assertThat(issued.secret()).isEqualTo("my own secret");
        assertThat(webhook.secret()).doesNotContain("my own secret");
    }

    @Test
    void aSecretIsMadeInTheFormThatLibrariesTakeAsItIs() {
        String secret = service.register(SCOPE, created()).secret();
        assertThat(secret).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
        assertThat(service.register(SCOPE, created()).secret()).isNotEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4999, 1.0001, -1, Double.NaN})
    void aThresholdOutOfItsBoundsIsRefused(double threshold) {
        assertInvalid(
                "watch_threshold",
                () -> service.register(SCOPE, watching(Optional.of("cancel"), Optional.of(threshold))));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1})
    void theBoundsThemselvesAreAccepted(double threshold) {
        assertThat(service.register(SCOPE, watching(Optional.of("cancel"), Optional.of(threshold)))
                        .webhook()
                        .watch())
                .contains(new Webhook.Watch("cancel", threshold));
    }

    @Test
    void aWatchWithoutAQueryIsRefused() {
        assertInvalid("watch_query", () -> service.register(SCOPE, watching(Optional.empty(), Optional.empty())));
        assertInvalid("watch_query", () -> service.register(SCOPE, watching(Optional.of(" "), Optional.empty())));
    }

    @Test
    void otherFieldsAreCheckedToo() {
        Optional<String> none = Optional.empty();
        Optional<Double> noNumber = Optional.empty();
        String url = "https://hook.example/";
        assertInvalid(
                "name",
                () -> service.register(SCOPE, new NewWebhook(" ", url, "memory.created", none, none, noNumber, none)));
        assertInvalid(
                "event_type",
                () -> service.register(SCOPE, new NewWebhook("n", url, "memory.deleted", none, none, noNumber, none)));
        assertInvalid(
                "url",
                () -> service.register(
                        SCOPE,
                        new NewWebhook("n", "https://forbidden/", "memory.created", none, none, noNumber, none)));
        assertInvalid(
                "url",
                () -> service.register(
                        SCOPE,
                        new NewWebhook("n", "ftp://hook.example/", "memory.created", none, none, noNumber, none)));
        assertInvalid(
                "url",
                () -> service.register(
                        SCOPE, new NewWebhook("n", "nothing", "memory.created", none, none, noNumber, none)));
        assertInvalid(
                "secret",
                () -> service.register(
                        SCOPE,
                        new NewWebhook("n", url, "memory.created", none, none, noNumber, Optional.of("whsec_!!"))));
        assertThat(service.list(SCOPE)).isEmpty();
    }

    @Test
    void aWatchThatCannotBeEmbeddedNowIsNotRegistered() {
        model.away = true;
        assertThatThrownBy(() -> service.register(SCOPE, watching(Optional.of("cancel"), Optional.empty())))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.code()).isEqualTo("embedding_unavailable"));
        assertThat(service.list(SCOPE)).isEmpty();
    }

    @Test
    void aWorkspaceHasOnlySoManyWebhooks() {
        WebhookService bounded = service(
                new SecretBox(KEY, List.of()), new WebhookOptions(Map.of("https", "webhook"), 1, Duration.ZERO));
        bounded.register(SCOPE, created());
        assertThatThrownBy(() -> bounded.register(SCOPE, created()))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.kind()).isEqualTo(MemoryException.Kind.CONFLICT));
    }

    @Test
    void onlyWhatIsGivenChanges() {
        String id = service.register(SCOPE, watching(Optional.of("cancel"), Optional.of(0.8)))
                .webhook()
                .id();
        now = now.plusSeconds(60);
        service.update(
                SCOPE,
                id,
                new WebhookChange(
                        Optional.of("New"), Optional.empty(), Optional.empty(), Optional.of(0.9), Optional.empty()));
        Webhook changed = service.get(SCOPE, id);
        assertThat(changed.name()).isEqualTo("New");
        assertThat(changed.url()).isEqualTo("https://hook.example/abc");
        assertThat(changed.watch()).contains(new Webhook.Watch("cancel", 0.9));
        assertThat(changed.updatedAt()).isEqualTo(now);
        assertThat(changed.createdAt()).isEqualTo(now.minusSeconds(60));
    }

    @Test
    void aChangeIsCheckedLikeANewOne() {
        String id = service.register(SCOPE, created()).webhook().id();
        Optional<String> none = Optional.empty();
        assertInvalid(
                "url",
                () -> service.update(
                        SCOPE,
                        id,
                        new WebhookChange(
                                none, Optional.of("https://forbidden/"), none, Optional.empty(), Optional.empty())));
        assertInvalid(
                "watch_query",
                () -> service.update(
                        SCOPE,
                        id,
                        new WebhookChange(none, none, Optional.of("x"), Optional.empty(), Optional.empty())));
        assertInvalid(
                "name",
                () -> service.update(
                        SCOPE, id, new WebhookChange(Optional.of(""), none, none, Optional.empty(), Optional.empty())));
    }

    @Test
    void enablingForgetsTheFailuresAndSaysSo() {
        String id = service.register(SCOPE, created()).webhook().id();
        for (int i = 0; i < 10; i++) {
            store.failed(SCOPE, id, 10);
        }
        assertThat(service.get(SCOPE, id).enabled()).isFalse();

        service.update(SCOPE, id, enabling(true));

        assertThat(service.get(SCOPE, id).enabled()).isTrue();
        assertThat(service.get(SCOPE, id).consecutiveFailures()).isZero();
        assertThat(enabled).containsExactly(id);
        service.update(SCOPE, id, enabling(false));
        assertThat(service.get(SCOPE, id).enabled()).isFalse();
        assertThat(enabled).hasSize(1);
    }

    @Test
    void duringARotationBothSecretsSignTheNewOneFirst() {
        String id = service.register(SCOPE, watching(Optional.of("cancel"), Optional.empty()))
                .webhook()
                .id();
        String next = service.rotateSecret(SCOPE, id, Optional.empty(), Optional.of(Duration.ofHours(1)))
                .secret();
        service.test(SCOPE, id);
        now = now.plus(Duration.ofHours(1));
        service.test(SCOPE, id);
        assertThat(channel.sent.get(0).secrets()).containsExactly(next, "my own secret");
        assertThat(channel.sent.get(1).secrets()).containsExactly(next);
    }

    @Test
    void aChangedKeyIsTakenUpWithoutAnybodyNoticing() {
        String id = service.register(SCOPE, watching(Optional.of("cancel"), Optional.empty()))
                .webhook()
                .id();
        String other = "another key, which is long enough";
        WebhookService changed = service(new SecretBox(other, List.of(KEY)), WebhookOptions.defaults());
        assertThat(changed.resealSecrets(SCOPE)).isEqualTo(1);
        assertThat(changed.resealSecrets(SCOPE)).isZero();

        service(new SecretBox(other, List.of()), WebhookOptions.defaults()).test(SCOPE, id);
        assertThat(channel.sent)
                .singleElement()
                .satisfies(sent -> assertThat(sent.secrets()).containsExactly("my own secret"));
    }

    @Test
    void aTestIsSentEvenToADisabledWebhookAndCountsNothing() {
        String id = service.register(SCOPE, created()).webhook().id();
        service.update(SCOPE, id, enabling(false));
        assertThat(service.test(SCOPE, id).delivered()).isTrue();
        assertThat(channel.sent).singleElement().satisfies(sent -> {
            assertThat(sent.event()).isEqualTo("memory.created");
            assertThat(sent.body()).contains("\"event\":\"memory.created\"", "\"webhook_id\":\"" + id + "\"");
        });
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> service.delete(SCOPE, "wh_none"))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.kind()).isEqualTo(MemoryException.Kind.NOT_FOUND));
        String id = service.register(SCOPE, created()).webhook().id();
        assertThatThrownBy(() -> service.get(Scope.of("ws_2"), id)).isInstanceOf(MemoryException.class);
        service.delete(SCOPE, id);
        assertThat(service.list(SCOPE)).isEmpty();
    }
}
