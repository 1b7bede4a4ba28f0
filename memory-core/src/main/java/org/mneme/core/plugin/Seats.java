package org.mneme.core.plugin;

import java.time.Duration;

/** What is the same for the seats of all kinds. */
final class Seats {

    /** For calls that may take as long as any call may. */
    static final Duration UNLIMITED = Duration.ofDays(1);

    private Seats() {}

    static void notNull(Object answer) throws PluginFailure {
        if (answer == null) {
            throw PluginFailure.lied("returned null");
        }
    }

    /** Take the instance out of its seat, and close it when the last call has left it. */
    static <T extends AutoCloseable> void vacate(Seat<T> seat) {
        Opened<T> last = seat.replace(null);
        if (last != null) {
            last.retire();
        }
    }
}
