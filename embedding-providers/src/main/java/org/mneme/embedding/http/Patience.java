package org.mneme.embedding.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeat a call that fails, for a while: after what the service asked for, else after times that double, with jitter.
 *
 * <p>When a service says how long it wants to be left alone, all callers leave it alone; those who cannot wait that long
 * are told at once, and nobody asks it before the time.
 */
final class Patience {

    private static final int MOST_ATTEMPTS = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Duration retryFor;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant notBefore = Instant.MIN;

    Patience(Duration retryFor, Clock clock) {
        this.retryFor = retryFor;
        this.clock = clock;
    }

    /**
     * Return the call's result.
     *
     * @throws RemoteFailure the last failure, with how long to wait before another attempt makes sense
     */
    <T> T call(Supplier<T> call) {
        Instant end = clock.instant().plus(retryFor);
        for (int attempt = 1; ; attempt++) {
            awaitTurn(end);
            try {
                return call.get();
            } catch (RemoteFailure failure) {
                if (failure.remedy() != RemoteFailure.Remedy.RETRY) {
                    throw failure;
                }
                failure.retryAfter().ifPresent(this::leaveAlone);
                Duration wait = failure.retryAfter().orElse(backOff(attempt));
                if (attempt == MOST_ATTEMPTS || clock.instant().plus(wait).isAfter(end)) {
                    throw RemoteFailure.passing(failure.getMessage(), Optional.of(wait), failure);
                }
                sleep(wait);
            }
        }
    }

    /** End all waiting now. */
    void close() {
        closed.countDown();
    }

    private void awaitTurn(Instant end) {
        Instant now = clock.instant();
        Instant turn = notBefore();
        if (!turn.isAfter(now)) {
            return;
        }
        Duration wait = Duration.between(now, turn);
        if (turn.isAfter(end)) {
            throw RemoteFailure.passing("wants to be left alone for now", Optional.of(wait), null);
        }
        sleep(wait);
    }

    private synchronized Instant notBefore() {
        return notBefore;
    }

    private synchronized void leaveAlone(Duration wait) {
        Instant until = clock.instant().plus(wait);
        if (until.isAfter(notBefore)) {
            notBefore = until;
        }
    }

    private static Duration backOff(int attempt) {
        long full = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << (attempt - 1));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    private void sleep(Duration wait) {
        try {
            if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw RemoteFailure.wrongAnswer("was not waited for: the model was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RemoteFailure.wrongAnswer("was not waited for: the thread was interrupted");
        }
    }
}
