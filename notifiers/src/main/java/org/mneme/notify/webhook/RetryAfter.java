package org.mneme.notify.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Read the header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

    private RetryAfter() {}

    /** Return how long to wait from now on; empty if the text says nothing of the kind. */
    static Optional<Duration> parse(String text, Instant now) {
        String stripped = text.strip();
        if (stripped.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(stripped)));
        }
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(stripped));
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
