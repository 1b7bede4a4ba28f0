package org.mneme.storage.jpa;

/**
 * Learn how many commits come together.
 *
 * <p>As many are expected as came last time. Now and then one more is, but only if somebody came while a checkpoint ran:
 * a client that writes one after the other never makes that happen. Each time nobody more comes, the next attempt is put
 * off twice as long.
 */
final class GroupSize {

    private static final int SOONEST = 4;
    private static final int LATEST = 64;

    private long expected = 1;
    private int interval = SOONEST;
    private int untilNext = SOONEST;
    private boolean asksForMore;

    /** Return how many to wait for; at least one, who is there already. */
    long expected() {
        return expected;
    }

    /** Note how many had come when the waiting ended. */
    void came(long count) {
        if (asksForMore) {
            interval = count >= expected ? SOONEST : Math.min(LATEST, 2 * interval);
            untilNext = interval;
            asksForMore = false;
        }
        expected = Math.max(1, count);
    }

    /** Note how many came while the checkpoint ran. */
    void cameMeanwhile(long count) {
        if (count > 0 && --untilNext <= 0) {
            asksForMore = true;
            expected = Math.max(expected, count) + 1;
        }
    }
}
