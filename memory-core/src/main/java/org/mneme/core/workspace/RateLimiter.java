package org.mneme.core.workspace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.mneme.api.MemoryException;

/**
 * Count each key's requests by the minute of the clock, on this server.
 *
 * <p>Several servers count each for itself; a key may then make as many times its limit as there are servers. Safe for
 * several threads.
 */
public final class RateLimiter {

    /**
     * Say where a key stands in the present minute.
     *
     * @param limit requests a minute; 0 for no limit
     * @param remaining requests left
     * @param resetAt when the next minute begins
     */
    public record Standing(int limit, int remaining, Instant resetAt) {}

    private final Clock clock;
    private final Cache<String, AtomicLong> counts =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(2)).build();

    public RateLimiter(Clock clock) {
        this.clock = clock;
    }

    /**
     * Count one request.
     *
     * @throws MemoryException of kind {@code THROTTLED} if it is one too many, with the time until the next minute
     */
    public Standing count(Caller caller) {
        long now = clock.millis();
        long minute = now / 60_000;
        Instant reset = Instant.ofEpochMilli((minute + 1) * 60_000);
        int limit = caller.plan().requestsPerMinute();
        if (limit == 0) {
            return new Standing(0, 0, reset);
        }
        long count = next(counts.get(caller.key().id(), id -> new AtomicLong()), minute);
        if (count > limit) {
            throw MemoryException.throttled(
                    "The plan " + caller.plan().name() + " allows " + limit + " requests a minute for a key.",
                    Duration.ofMillis(reset.toEpochMilli() - now));
        }
        return new Standing(limit, (int) (limit - count), reset);
    }

    /** Return where a key stands in the present minute, without counting. */
    public Standing standing(Caller caller) {
        long minute = clock.millis() / 60_000;
        int limit = caller.plan().requestsPerMinute();
        AtomicLong counter = counts.getIfPresent(caller.key().id());
        long state = counter == null ? 0 : counter.get();
        long count = state >>> 24 == minute ? state & 0xFFFFFF : 0;
        return new Standing(limit, (int) Math.max(0, limit - count), Instant.ofEpochMilli((minute + 1) * 60_000));
    }

    /** Count in one number: the minute in the upper 40 bits, its requests in the lower 24. */
    private static long next(AtomicLong counter, long minute) {
        long state = counter.updateAndGet(
                old -> old >>> 24 == minute ? Math.min(old + 1, minute << 24 | 0xFFFFFF) : minute << 24 | 1);
        return state & 0xFFFFFF;
    }
}
