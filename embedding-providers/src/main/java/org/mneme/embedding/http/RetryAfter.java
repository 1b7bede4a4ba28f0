package org.mneme.embedding.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Read the {@code Retry-After} header, which is a number of seconds or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Return how long to wait, at most a day; empty if the header is missing or cannot be read. */
    static Optional<Duration> parse(Optional<String> header, Clock clock) {
        return header.map(String::strip)
                .flatMap(value -> duration(value, clock))
                .map(RetryAfter::bounded);
    }

    private static Optional<Duration> duration(String value, Clock clock) {
        if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000)));
        }
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Optional.of(Duration.between(clock.instant(), date));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
