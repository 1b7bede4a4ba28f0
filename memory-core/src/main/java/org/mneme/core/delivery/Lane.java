package org.mneme.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.mneme.spi.storage.DeliveryStore.Leased;

/**
 * What goes to one webhook, and how it has fared lately. Guarded by its {@link Traffic}.
 *
 * <p>A lane begins narrow, widens with each success and is one attempt wide from a failure to the next success: a receiver
 * that hangs holds one worker, and one that fails gets exactly as many attempts as it takes to disable it.
 */
final class Lane {

    private final int widest;
    private final Deque<Leased> waiting = new ArrayDeque<>();
    private int width = 1;
    private int running;
    private boolean failing;
    private boolean proven;
    private Instant pausedUntil = Instant.MIN;

    Lane(int widest, boolean failing) {
        this.widest = widest;
        this.failing = failing;
    }

    void add(Leased leased) {
        waiting.add(leased);
    }

    /** Return the next to attempt, if one may begin now; what was leased too long ago is left to whoever leases it next. */
    Optional<Leased> begin(Instant now) {
        while (running < width && !isPaused(now) && !waiting.isEmpty()) {
            Leased next = waiting.remove();
            if (next.lease().until().isAfter(now.plus(DeliveryOptions.ATTEMPT))) {
                running++;
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    void end() {
        running--;
    }

    void putBack(Leased leased) {
        waiting.addFirst(leased);
    }

    void succeeded() {
        failing = false;
        proven = true;
        pausedUntil = Instant.MIN;
        width = Math.min(widest, width * 2);
    }

    void failed(Instant until) {
        failing = true;
        proven = false;
        width = 1;
        pausedUntil = until;
    }

    /** Forget everything bad, because the webhook was enabled anew. */
    void revive() {
        failing = false;
        pausedUntil = Instant.MIN;
    }

    boolean isFailing() {
        return failing;
    }

    /** Tell whether its last attempt known here was a success. */
    boolean isProven() {
        return proven;
    }

    boolean isPaused(Instant now) {
        return now.isBefore(pausedUntil);
    }

    boolean isIdle() {
        return held() == 0;
    }

    /** Tell whether it has enough to do for now. */
    boolean isFull() {
        return held() >= (failing ? 1 : widest);
    }

    /** Tell whether the last end has just made room for more. */
    boolean hasJustMadeRoom() {
        return held() == (failing ? 1 : widest) - 1;
    }

    int running() {
        return running;
    }

    int held() {
        return running + waiting.size();
    }

    /** Return how long until the pause ends, if there is one. */
    Optional<Duration> pauseLeft(Instant now) {
        return isPaused(now) ? Optional.of(Duration.between(now, pausedUntil)) : Optional.empty();
    }
}
