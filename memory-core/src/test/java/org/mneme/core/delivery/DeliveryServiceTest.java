package org.mneme.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mneme.api.Delivery;
import org.mneme.api.Ids;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.core.secret.SecretBox;
import org.mneme.core.webhook.EventSender;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;

class DeliveryServiceTest {

    private static final Scope SCOPE = Scope.of("ws_1");
    private static final DeliveryResult OK = DeliveryResult.delivered(Optional.of(200));

    /** A clock that goes as time does, and can be put forward. */
    private static final class ShiftedClock extends Clock {
        private volatile Duration shift = Duration.ZERO;

        void forward(Duration more) {
            shift = shift.plus(more);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(shift);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private final ShiftedClock clock = new ShiftedClock();
    private final MapWebhooks webhooks = new MapWebhooks();
    private final MapDeliveries deliveries = new MapDeliveries(webhooks);
    private final ScriptedNotifier notifier = new ScriptedNotifier();
    private final SecretBox secrets = new SecretBox("the key of this test, long enough", List.of());
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final List<DeliveryService> services = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger numbers = new AtomicInteger();

    @AfterEach
    void stop() {
        end.countDown();
        services.forEach(DeliveryService::close);
        workers.shutdownNow();
        scheduler.shutdownNow();
    }

    private DeliveryService start() {
        return start(Duration.ofMillis(50), 10);
    }

    private DeliveryService start(ScheduledExecutorService itsScheduler) {
        return start(Duration.ofMillis(50), 10, itsScheduler);
    }

    private DeliveryService start(Duration backoff, int maxAttempts) {
        return start(backoff, maxAttempts, scheduler);
    }

    private DeliveryService start(Duration backoff, int maxAttempts, ScheduledExecutorService itsScheduler) {
        DeliveryOptions options = new DeliveryOptions(
                16,
                4,
                maxAttempts,
                backoff,
                Duration.ofMillis(50),
                10,
                Duration.ofMillis(1),
                Duration.ofSeconds(30),
                Duration.ofMillis(50),
                Duration.ofDays(7));
        DeliveryService service = new DeliveryService(
                webhooks,
                deliveries,
                new EventSender(Map.of("test", notifier), secrets, clock),
                options,
                workers,
                itsScheduler,
                clock);
        services.add(service);
        return service;
    }

    private Webhook webhook(String address) {
        return webhook(address, secrets);
    }

    private Webhook webhook(String address, SecretBox sealedBy) {
        String id = "wh_" + numbers.incrementAndGet();
        Webhook webhook = Webhook.builder(id, SCOPE.workspace(), clock.instant())
                .name("test")
                .notifier("test")
                .url(address)
                .event(Webhook.Event.MEMORY_CREATED)
                .secret(sealedBy.seal("secret", id))
                .build();
        webhooks.insert(SCOPE, webhook);
        return webhook;
    }

    private List<String> store(Webhook webhook, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant now = clock.instant();
            String id = Ids.next("evt_", now);
            ids.add(id);
            deliveries.add(Delivery.pending(id, webhook, "mem_" + i, "{\"n\":" + i + "}", now));
        }
        return ids;
    }

    private long in(Delivery.State state) {
        return deliveries
                .list(SCOPE, new MapDeliveries.Query(Optional.empty(), Optional.of(state), Optional.empty(), 1_000_000))
                .size();
    }

    private Webhook now(Webhook webhook) {
        return webhooks.get(SCOPE, webhook.id()).orElseThrow();
    }

    private DeliveryResult hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DeliveryResult.failed("no answer in time");
    }

    @Test
    void whatWasStoredGoesOutOnceAndIsLogged() {
        notifier.at("a", sent -> OK);
        DeliveryService service = start();
        List<String> ids = store(webhook("a"), 100);
        service.wake();

        await().until(() -> in(Delivery.State.DELIVERED) == 100);
        assertThat(notifier.sent).extracting(Notification::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(notifier.mostAtOnce("a")).isLessThanOrEqualTo(4);
        assertThat(service.get(SCOPE, ids.get(0)).attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).contains(200);
            assertThat(attempt.error()).isEmpty();
        });
    }

    @Test
    void aRepeatCarriesTheSameIdAndTheSameBytes() {
        AtomicInteger times = new AtomicInteger();
        notifier.at("a", sent -> times.incrementAndGet() < 4 ? DeliveryResult.failed("broken") : OK);
        DeliveryService service = start(Duration.ofMillis(1), 10);
        Webhook webhook = webhook("a");
        String id = store(webhook, 1).get(0);
        service.wake();

        await().until(() -> in(Delivery.State.DELIVERED) == 1);
        assertThat(notifier.sent).hasSize(4).extracting(Notification::id).containsOnly(id);
        assertThat(notifier.sent).extracting(Notification::body).containsOnly("{\"n\":0}");
        assertThat(service.get(SCOPE, id).attempts()).hasSize(4);
        await().until(() -> now(webhook).consecutiveFailures() == 0);
    }

    @Test
    void theTenthFailureInARowDisablesAndNothingMoreIsSent() {
        notifier.at("a", sent -> DeliveryResult.failed("broken"));
        Webhook webhook = webhook("a");
        store(webhook, 40);
        DeliveryService service = start();
        service.wake();

        await().until(() -> !now(webhook).enabled());
        assertThat(now(webhook).consecutiveFailures()).isEqualTo(10);
        await().during(Duration.ofMillis(300)).until(() -> notifier.sent.size() == 10);
        assertThat(in(Delivery.State.PENDING)).isEqualTo(40);
    }

    @Test
    void enablingSendsAtOnceWhatWaited() {
        AtomicInteger times = new AtomicInteger();
        notifier.at("a", sent -> times.incrementAndGet() <= 10 ? DeliveryResult.failed("broken") : OK);
        Webhook webhook = webhook("a");
        Set<String> ids = new HashSet<>(store(webhook, 40));
        DeliveryService service = start();
        service.wake();
        await().until(() -> !now(webhook).enabled());

        webhooks.update(
                SCOPE,
                now(webhook).toBuilder().enabled(true).consecutiveFailures(0).build());
        service.revive(webhook.id());

        await().atMost(Duration.ofSeconds(5)).until(() -> in(Delivery.State.DELIVERED) == 40);
        assertThat(notifier.sent).extracting(Notification::id).containsAll(ids);
    }

    @Test
    void aSuccessBeginsTheCountAnew() {
        AtomicInteger times = new AtomicInteger();
        notifier.at("a", sent -> times.incrementAndGet() % 10 == 0 ? OK : DeliveryResult.failed("broken"));
        Webhook webhook = webhook("a");
        store(webhook, 5);
        start(Duration.ofMillis(1), 100).wake();

        await().until(() -> in(Delivery.State.DELIVERED) == 5);
        assertThat(now(webhook).enabled()).isTrue();
        assertThat(notifier.sent).hasSize(50);
    }

    @Test
    void anEventIsGivenUpAfterItsAttemptsAndCanBeRetriedByHand() {
        AtomicInteger times = new AtomicInteger();
        notifier.at("a", sent -> times.incrementAndGet() <= 3 ? DeliveryResult.failed("broken") : OK);
        DeliveryService service = start(Duration.ofMillis(1), 3);
        String id = store(webhook("a"), 1).get(0);
        service.wake();
        await().until(() -> in(Delivery.State.FAILED) == 1);

        service.retry(SCOPE, id);

        await().until(() -> in(Delivery.State.DELIVERED) == 1);
        assertThat(notifier.sent).hasSize(4).extracting(Notification::id).containsOnly(id);
        assertThatThrownBy(() -> service.retry(SCOPE, "evt_none"))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.kind()).isEqualTo(MemoryException.Kind.NOT_FOUND));
    }

    @Test
    void allThatFailedIsRetriedTogether() {
        AtomicInteger times = new AtomicInteger();
        notifier.at("a", sent -> times.incrementAndGet() <= 5 ? DeliveryResult.failed("broken") : OK);
        DeliveryService service = start(Duration.ofMillis(1), 1);
        Webhook webhook = webhook("a");
        store(webhook, 5);
        service.wake();
        await().until(() -> in(Delivery.State.FAILED) == 5);

        assertThat(service.retryFailed(SCOPE, Optional.of(webhook.id()), Optional.empty()))
                .isEqualTo(5);
        await().until(() -> in(Delivery.State.DELIVERED) == 5);
    }

    @Test
    void goneDisablesAtOnce() {
        notifier.at(
                "a", sent -> new DeliveryResult(false, Optional.of(410), Optional.of("gone"), Optional.empty(), true));
        Webhook webhook = webhook("a");
        store(webhook, 3);
        start().wake();

        await().until(() -> !now(webhook).enabled());
        await().during(Duration.ofMillis(200)).until(() -> notifier.sent.size() == 1);
        assertThat(in(Delivery.State.FAILED)).isEqualTo(1);
    }

    @Test
    void aReceiverThatAsksToWaitIsLeftAloneUntilThen() {
        AtomicInteger times = new AtomicInteger();
        notifier.at(
                "a",
                sent -> times.incrementAndGet() == 1
                        ? new DeliveryResult(
                                false,
                                Optional.of(429),
                                Optional.of("slow down"),
                                Optional.of(Duration.ofMinutes(5)),
                                false)
                        : OK);
        store(webhook("a"), 10);
        start().wake();

        await().until(() -> notifier.sent.size() == 1);
        await().during(Duration.ofMillis(300)).until(() -> notifier.sent.size() == 1);
        clock.forward(Duration.ofMinutes(6));
        await().until(() -> in(Delivery.State.DELIVERED) == 10);
    }

    @Test
    void receiversThatHangDoNotSlowOthers() {
        notifier.at("healthy", sent -> OK);
        Webhook healthy = webhook("healthy");
        DeliveryService service = start();
        store(healthy, 1);
        service.wake();
        await().until(() -> in(Delivery.State.DELIVERED) == 1);
        for (int i = 0; i < 30; i++) {
            String address = "hanging-" + i;
            notifier.at(address, sent -> hang());
            store(webhook(address), 20);
        }
        service.wake();
        await().until(() -> notifier.sent.size() == 1 + 8);

        List<String> later = store(healthy, 500);
        service.wake();

        await().atMost(Duration.ofSeconds(5)).until(() -> in(Delivery.State.DELIVERED) == 501);
        assertThat(notifier.sentTo("healthy")).extracting(Notification::id).containsAll(later);
        for (int i = 0; i < 30; i++) {
            assertThat(notifier.mostAtOnce("hanging-" + i)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aServerThatDiedIsReplacedWhenItsLeaseEnds() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        notifier.at("a", sent -> {
            if (times.incrementAndGet() == 1) {
                begun.countDown();
                return hang();
            }
            return OK;
        });
        String id = store(webhook("a"), 1).get(0);
        ScheduledExecutorService dying = Executors.newScheduledThreadPool(1);
        start(dying).wake();
        await().until(() -> begun.getCount() == 0);
        dying.shutdownNow();
        DeliveryService other = start();
        other.wake();
        await().during(Duration.ofMillis(200)).until(() -> notifier.sent.size() == 1);

        clock.forward(Duration.ofSeconds(31));

        await().until(() -> in(Delivery.State.DELIVERED) == 1);
        assertThat(notifier.sent).hasSize(2).extracting(Notification::id).containsOnly(id);
    }

    @Test
    void aSecretThatThisServerCannotReadIsNotTheReceiversFault() {
        notifier.at("a", sent -> OK);
        Webhook webhook = webhook("a", new SecretBox("another server's key, also long enough", List.of()));
        String id = store(webhook, 1).get(0);
        DeliveryService service = start();
        service.wake();

        await().until(() -> service.get(SCOPE, id).attempts().size() == 1);
        assertThat(notifier.sent).isEmpty();
        assertThat(now(webhook).consecutiveFailures()).isZero();
        assertThat(in(Delivery.State.PENDING)).isEqualTo(1);
        assertThat(service.get(SCOPE, id).attempts().get(0).error().orElseThrow())
                .contains("key");
    }

    @Test
    void closingWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        notifier.at("a", sent -> {
            begun.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return OK;
        });
        store(webhook("a"), 3);
        DeliveryService service = start();
        service.wake();
        begun.await();

        Thread closing = new Thread(service::close);
        closing.start();
        await().during(Duration.ofMillis(100)).until(closing::isAlive);
        answer.countDown();
        closing.join(5_000);

        assertThat(in(Delivery.State.DELIVERED)).isEqualTo(1);
        assertThat(in(Delivery.State.PENDING)).isEqualTo(2);
        assertThat(notifier.sent).hasSize(1);
    }
}
