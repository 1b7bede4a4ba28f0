package org.mneme.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Backoff FULL = new Backoff(DeliveryOptions.defaults(), () -> 1);
    private static final Backoff HALF = new Backoff(DeliveryOptions.defaults(), () -> 0);

    private static Duration event(Backoff backoff, int attempts) {
        return backoff.ofEvent(attempts, Optional.empty());
    }

    @Test
    void anEventWaitsFourTimesAsLongAfterEachAttempt() {
        assertThat(event(FULL, 1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(event(FULL, 2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(event(FULL, 3)).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void anEventNeverWaitsLongerThanTheMost() {
        assertThat(event(FULL, 9)).isEqualTo(Duration.ofHours(6));
        assertThat(event(FULL, 1_000_000)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void jitterTakesAwayHalfAtMost() {
        assertThat(event(HALF, 1)).isEqualTo(Duration.ofMillis(2_500));
        assertThat(event(HALF, 2)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatTheReceiverAskedForIsTheLeast() {
        assertThat(FULL.ofEvent(1, Optional.of(Duration.ofMinutes(2)))).isEqualTo(Duration.ofMinutes(2));
        assertThat(FULL.ofEvent(3, Optional.of(Duration.ofSeconds(1)))).isEqualTo(Duration.ofSeconds(80));
        assertThat(FULL.ofWebhook(1, Optional.of(Duration.ofMinutes(2)))).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aReceiverCannotPutItselfOffForEver() {
        assertThat(FULL.ofEvent(1, Optional.of(Duration.ofDays(1000)))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aWebhookIsLeftAloneTwiceAsLongAfterEachFailure() {
        assertThat(FULL.ofWebhook(1, Optional.empty())).isEqualTo(Duration.ofMillis(25));
        assertThat(FULL.ofWebhook(4, Optional.empty())).isEqualTo(Duration.ofMillis(200));
        assertThat(FULL.ofWebhook(50, Optional.empty())).isEqualTo(Duration.ofSeconds(15));
    }
}
