package org.mneme.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);

    private static Optional<Duration> parse(String header) {
        return RetryAfter.parse(Optional.ofNullable(header), NOW);
    }

    @Test
    void secondsAreRead() {
        assertThat(parse("17")).contains(Duration.ofSeconds(17));
        assertThat(parse(" 0 ")).contains(Duration.ZERO);
        assertThat(parse("1.5")).contains(Duration.ofMillis(1_500));
    }

    @Test
    void aDateIsReadAsTheTimeUntilThen() {
        assertThat(parse("Sat, 21 Nov 2026 08:00:42 GMT")).contains(Duration.ofSeconds(42));
        assertThat(parse("Sat, 21 Nov 2026 07:00:00 GMT")).contains(Duration.ZERO);
    }

    @Test
    void anEternityIsADayAndNonsenseIsNothing() {
        assertThat(parse("999999999")).contains(Duration.ofDays(1));
        assertThat(parse("99999999999999999999")).isEmpty();
        assertThat(parse("-5")).isEmpty();
        assertThat(parse("soon")).isEmpty();
        assertThat(parse(null)).isEmpty();
    }
}
