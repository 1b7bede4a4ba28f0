package org.mneme.index;

import java.util.concurrent.Phaser;

/**
 * Let readers run without a lock and tell when all that began before have ended.
 *
 * <p>What a reader may still look at is overwritten only after {@link #await}; readers that begin later do not delay it and
 * are not delayed by it.
 */
final class Grace {

    private volatile Phaser current = new Phaser(1);

    /** Begin to read; call {@link Phaser#arriveAndDeregister} on the result when done. */
    Phaser enter() {
        while (true) {
            Phaser phaser = current;
            // negative once terminated: a newer one is in place then
            if (phaser.register() >= 0) {
                return phaser;
            }
        }
    }

    /** Wait until every reader that began before this call has ended. One caller at a time. */
    void await() {
        Phaser old = current;
        current = new Phaser(1);
        int phase = old.arriveAndDeregister();
        old.awaitAdvance(phase);
    }
}
