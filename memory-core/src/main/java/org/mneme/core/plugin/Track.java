package org.mneme.core.plugin;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Remember how the calls of one open plugin end. Safe for several threads. */
final class Track {

    /** What went wrong last, in words: an exception would keep the plugin's classes in memory. */
    record Mishap(String what, Instant at) {}

    private final Clock clock;
    private volatile boolean failing;
    private volatile Mishap last;

    Track(Clock clock) {
        this.clock = clock;
    }

    void succeeded() {
        if (failing) {
            failing = false;
        }
    }

    void failed(String what) {
        last = new Mishap(what, clock.instant());
        failing = true;
    }

    /** Tell whether the last call failed. */
    boolean failing() {
        return failing;
    }

    /** Return what went wrong last, even if calls have succeeded since. */
    Optional<Mishap> last() {
        return Optional.ofNullable(last);
    }
}
