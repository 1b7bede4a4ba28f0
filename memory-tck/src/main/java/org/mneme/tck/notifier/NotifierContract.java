package org.mneme.tck.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.mneme.api.Ids;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.tck.Concurrently;
import org.mneme.tck.PluginContract;
import org.mneme.tck.Rule;

/** Prove a notifier plugin: say which provider, its options, and how its other end is stood at. */
public abstract class NotifierContract extends PluginContract<NotifierProvider> {

    private static final String SECRET = "whsec_never-to-be-seen";

    private Receiver receiver;
    private Notifier notifier;

    /** Open the other end of the channel; closed after the test. */
    protected abstract Receiver receiver();

    @Override
    protected final Class<NotifierProvider> kind() {
        return NotifierProvider.class;
    }

    @BeforeEach
    final void openNotifier() {
        receiver = receiver();
        notifier = provider().open(context());
    }

    @AfterEach
    final void closeNotifier() {
        notifier.close();
        notifier.close();
        receiver.close();
    }

    private static Notification notification(String address, String body) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        return new Notification(Ids.next("evt_", now), "memory.created", address, body, List.of(SECRET), now);
    }

    @Rule("N1a")
    void aGoodAddressMayBeRegistered() {
        assertThatCode(() -> notifier.check(receiver.address())).doesNotThrowAnyException();
        assertThat(notifier.health().state()).isNotEqualTo(Health.State.DOWN);
    }

    @Rule("N1b")
    void aBadAddressIsRefusedWithTheFieldNamed() {
        assertThat(receiver.badAddresses()).isNotEmpty();
        for (String bad : receiver.badAddresses()) {
            assertThatThrownBy(() -> notifier.check(bad))
                    .as("%s", bad)
                    .isInstanceOfSatisfying(MemoryException.class, refusal -> {
                        assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.INVALID);
                        assertThat(refusal.field()).contains("url");
                    });
        }
    }

    @Rule("N2a")
    void aNotificationArrivesOnceExactlyAsItWasGiven() {
        String body = "{\"content\":\"Zürich \uD83D\uDE00 \\n 日本\", \"n\" : 1.0 }";

        DeliveryResult result = notifier.deliver(notification(receiver.address(), body));

        assertThat(result.delivered()).isTrue();
        assertThat(result.error()).isEmpty();
        awaitBodies(1);
        assertThat(receiver.bodies()).containsExactly(body);
    }

    @Rule("N2b")
    void concurrentNotificationsAllArriveOnce() {
        List<String> bodies =
                IntStream.range(0, 24).mapToObj(i -> "{\"n\":" + i + "}").toList();

        List<Boolean> delivered = Concurrently.run(
                8,
                thread -> bodies.subList(thread * 3, thread * 3 + 3).stream()
                        .allMatch(body -> notifier.deliver(notification(receiver.address(), body))
                                .delivered()));

        assertThat(delivered).containsOnly(true);
        awaitBodies(24);
        assertThat(receiver.bodies()).containsExactlyInAnyOrderElementsOf(bodies);
    }

    private void awaitBodies(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> receiver.bodies().size() >= count);
    }

    @Rule("N3a")
    void aFailureIsReturnedAndSaysWhyWithoutTheSecret() {
        Notification notification = notification(receiver.brokenAddress(), "{}");

        DeliveryResult result = notifier.deliver(notification);

        assertThat(result.delivered()).isFalse();
        assertThat(result.error())
                .hasValueSatisfying(error -> assertThat(error).isNotBlank().doesNotContain(SECRET));
        assertThat(notifier.health().toString() + result).doesNotContain(SECRET);
    }

    @Rule("N3b")
    void evenWhatCannotBeAnAddressIsReturnedAsAFailure() {
        for (String bad : receiver.badAddresses()) {
            assertThat(notifier.deliver(notification(bad, "{}")).delivered())
                    .as("%s", bad)
                    .isFalse();
        }
        assertThat(receiver.bodies()).isEmpty();
    }

    /** Return how long one attempt may take with the options given; by default a minute. */
    protected Duration patience() {
        return Duration.ofMinutes(1);
    }

    @Rule("N4a")
    void anAttemptEndsWithinItsTime() {
        Notification notification = notification(receiver.brokenAddress(), "{}");

        assertTimeoutPreemptively(
                patience(),
                () -> assertThat(notifier.deliver(notification).delivered()).isFalse());
    }
}
