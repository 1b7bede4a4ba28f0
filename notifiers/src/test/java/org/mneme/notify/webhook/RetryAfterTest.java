package org.mneme.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-14T15:04:05Z");

    @Test
    void readsSeconds() {
        assertThat(RetryAfter.parse(" 120 ", NOW)).contains(Duration.ofMinutes(2));
    }

    @Test
    void readsADate() {
        assertThat(RetryAfter.parse("Sat, 14 Mar 2026 16:04:05 GMT", NOW)).contains(Duration.ofHours(1));
    }

    @Test
    void aDateThatIsPastMeansNow() {
        assertThat(RetryAfter.parse("Fri, 13 Mar 2026 16:04:05 GMT", NOW)).contains(Duration.ZERO);
    }

    @Test
    void passesOverWhatItCannotRead() {
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
        assertThat(RetryAfter.parse("-1", NOW)).isEmpty();
        assertThat(RetryAfter.parse("99999999999999999999", NOW)).isEmpty();
    }
}
