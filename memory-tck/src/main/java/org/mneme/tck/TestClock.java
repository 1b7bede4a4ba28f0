package org.mneme.tck;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Tell a time that only a test moves, in whole milliseconds. Safe for several threads. */
public final class TestClock extends Clock {

    private final AtomicReference<Instant> now;

    /** Make a clock that stands at a moment. */
    public TestClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** Move the clock; a negative duration moves it back. Returns the new time. */
    public Instant advance(Duration duration) {
        return now.updateAndGet(at -> at.plus(duration));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a test clock is UTC");
    }
}
