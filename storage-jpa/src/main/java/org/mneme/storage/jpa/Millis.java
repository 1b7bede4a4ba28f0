package org.mneme.storage.jpa;

import java.time.Instant;
import java.util.Optional;

/** Keep instants as milliseconds since 1970, the precision the domain promises. */
final class Millis {

    /** Stands for never, so that "later than now" needs no second question. */
    static final long NEVER = Long.MAX_VALUE;

    private Millis() {}

    /** Return the last millisecond that is not after an instant; far ends are held at those of {@code long}. */
    static long of(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    /** Return the first millisecond that is not before an instant. */
    static long atOrAfter(Instant instant) {
        long floor = of(instant);
        return instant.getNano() % 1_000_000 == 0 || floor == Long.MAX_VALUE ? floor : floor + 1;
    }

    static Long ofOptional(Optional<Instant> instant) {
        return instant.map(Millis::of).orElse(null);
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    static Optional<Instant> optional(Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }
}
