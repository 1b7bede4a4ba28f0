package org.mneme.core.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Say how long to wait after failures. */
final class Backoff {

    /** How much longer each wait is than the one before: 5 s, 20 s, 80 s … give a receiver most of a day. */
    private static final int FACTOR = 4;
    /** A receiver that asks for more than this is tried again after this. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(24);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final DeliveryOptions options;
    private final DoubleSupplier random;

    /** Wait as the options say, with jitter from numbers of 0 … 1. */
    Backoff(DeliveryOptions options, DoubleSupplier random) {
        this.options = options;
        this.random = random;
    }

    /**
     * Return how long an event waits after its n-th attempt, counted from 1: the full time or down to half of it, so that
     * what failed together does not come back together; at least what the receiver asked for.
     */
    Duration ofEvent(int attempts, Optional<Duration> asked) {
        double full = options.backoff().toMillis() * Math.pow(FACTOR, Math.min(attempts, 60) - 1);
        double bounded = Math.min(full, options.maxBackoff().toMillis());
        Duration own = Duration.ofMillis((long) (bounded * (0.5 + random.getAsDouble() / 2)));
        return asked.map(Backoff::bounded)
                .filter(wish -> wish.compareTo(own) > 0)
                .orElse(own);
    }

    /** Return how long a webhook is left alone after so many failures in a row. */
    Duration ofWebhook(int failures, Optional<Duration> asked) {
        Duration own = options.pause().multipliedBy(1L << Math.min(Math.max(failures, 1) - 1, 20));
        Duration bounded = own.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : own;
        return asked.map(Backoff::bounded)
                .filter(wish -> wish.compareTo(bounded) > 0)
                .orElse(bounded);
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }
}
