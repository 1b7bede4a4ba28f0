package org.mneme.index;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Keep, for every workspace, the clock value up to which nothing is missing.
 *
 * <p>Transactions are applied by several threads, so their clock values arrive out of order. Values above the gap are
 * remembered until the gap closes, and with them the memories they changed: an older change of such a memory must not undo
 * the newer one. Below the gap no older change can arrive any more, so nothing need be remembered there.
 */
final class AppliedClocks {

    private static final class Clock {
        private long applied;
        private final TreeSet<Long> ahead = new TreeSet<>();
        private final Map<String, Long> recent = new HashMap<>();
    }

    private final Map<String, Clock> clocks = new HashMap<>();
    private long version;

    synchronized long applied(String workspace) {
        Clock clock = clocks.get(workspace);
        return clock == null ? 0 : clock.applied;
    }

    synchronized Map<String, Long> applied() {
        Map<String, Long> copy = new HashMap<>();
        clocks.forEach((workspace, clock) -> copy.put(workspace, clock.applied));
        return copy;
    }

    /** Count the changes of this object, to tell whether there is something to make durable. */
    synchronized long version() {
        return version;
    }

    synchronized boolean isApplied(String workspace, long value) {
        Clock clock = clocks.get(workspace);
        return clock != null && (value <= clock.applied || clock.ahead.contains(value));
    }

    /** Tell whether a change of this memory with a higher clock value has been applied. */
    synchronized boolean isSuperseded(String workspace, String id, long value) {
        Clock clock = clocks.get(workspace);
        return clock != null && clock.recent.getOrDefault(id, 0L) > value;
    }

    synchronized void mark(String workspace, long value, Collection<String> ids) {
        Clock clock = clocks.computeIfAbsent(workspace, name -> new Clock());
        if (value <= clock.applied) {
            return;
        }
        version++;
        clock.ahead.add(value);
        ids.forEach(id -> clock.recent.merge(id, value, Math::max));
        close(clock);
    }

    synchronized void advance(String workspace, long value) {
        Clock clock = clocks.computeIfAbsent(workspace, name -> new Clock());
        if (value <= clock.applied) {
            return;
        }
        version++;
        clock.applied = value;
        clock.ahead.headSet(value, true).clear();
        close(clock);
    }

    synchronized void reset(Map<String, Long> values) {
        version++;
        clocks.clear();
        values.forEach((workspace, value) -> clocks.computeIfAbsent(workspace, name -> new Clock()).applied = value);
    }

    private static void close(Clock clock) {
        while (!clock.ahead.isEmpty() && clock.ahead.first() == clock.applied + 1) {
            clock.applied = clock.ahead.pollFirst();
        }
        if (clock.ahead.isEmpty()) {
            clock.recent.clear();
        } else {
            clock.recent.values().removeIf(value -> value <= clock.applied);
        }
    }
}
