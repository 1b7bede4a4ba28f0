package org.mneme.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mneme.api.ApiKey;
import org.mneme.api.MemoryException;
import org.mneme.api.Workspace;

class RateLimiterTest {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:20Z");

    private Instant now = NOON;
    private final RateLimiter limiter = new RateLimiter(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @Test
    void theRequestAfterTheLastOneIsThrottledUntilTheNextMinute() {
        Caller caller = caller("key_a", "free");
        for (int i = 1; i <= 30; i++) {
            assertThat(limiter.count(caller).remaining()).isEqualTo(30 - i);
        }
        assertThatThrownBy(() -> limiter.count(caller)).isInstanceOfSatisfying(MemoryException.class, e -> {
            assertThat(e.kind()).isEqualTo(MemoryException.Kind.THROTTLED);
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(40));
        });
        assertThat(limiter.count(caller("key_b", "free")).remaining()).isEqualTo(29);
        now = NOON.plusSeconds(40);
        assertThat(limiter.count(caller).remaining()).isEqualTo(29);
    }

    @Test
    void aPlanWithoutLimitThrottlesNobody() {
        Caller caller = caller("key_a", Plans.SELF_HOSTED);
        for (int i = 0; i < 10_000; i++) {
            assertThat(limiter.count(caller).limit()).isZero();
        }
    }

    private static Caller caller(String key, String plan) {
        ApiKey apiKey = new ApiKey(
                key,
                Optional.of("ws_1"),
                "n",
                "retainr",
                "rec",
                "h",
                List.of(),
                NOON,
                Optional.empty(),
                Optional.empty());
        return new Caller(
                apiKey, new Workspace("ws_1", "n", plan, NOON), Plans.builtIn().get(plan));
    }
}
