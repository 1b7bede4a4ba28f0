package org.mneme.core.plugin;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.mneme.spi.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hold what a plugin has opened, and count who is in it, so that it is closed when the last one has left.
 *
 * @param <T> what a plugin of its kind opens
 */
final class Opened<T extends AutoCloseable> {

    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);
    private static final int RETIRED = Integer.MIN_VALUE;
    private static final int MOST_CHECKS = 4;
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(3);

    private final String name;
    private final T instance;
    private final Fence fence;
    private final Fence checks;
    private final Callable<Health> health;
    private final Track track;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger checking = new AtomicInteger();
    private final CountDownLatch empty = new CountDownLatch(1);

    /**
     * Hold an instance.
     *
     * @param name what it is called in the log
     * @param fence what its calls go through
     * @param checks what its health is asked through, which waits only so long
     * @param health asks for its health
     */
    Opened(String name, T instance, Fence fence, Fence checks, Callable<Health> health, Clock clock) {
        this.name = name;
        this.instance = instance;
        this.fence = fence;
        this.checks = checks;
        this.health = health;
        this.track = new Track(clock);
    }

    T instance() {
        return instance;
    }

    Fence fence() {
        return fence;
    }

    Track track() {
        return track;
    }

    /** Go in, unless it is being closed. */
    boolean enter() {
        for (; ; ) {
            int before = inside.get();
            if (before < 0) {
                return false;
            }
            if (inside.compareAndSet(before, before + 1)) {
                return true;
            }
        }
    }

    /** Go out. */
    void leave() {
        if (inside.decrementAndGet() == RETIRED) {
            empty.countDown();
        }
    }

    /** Let nobody in any more, wait for those who are, then close; what does not end is left to itself. */
    void retire() {
        if (inside.getAndUpdate(count -> count | RETIRED) == 0) {
            empty.countDown();
        }
        try {
            if (!empty.await(fence.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("{} is closed while calls are still in it", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void close() {
        try {
            fence.call(fence.timeout(), () -> {
                instance.close();
                return null;
            });
        } catch (PluginFailure e) {
            LOG.warn("{} did not close cleanly: {}", name, e.detail());
        } catch (RuntimeException e) {
            LOG.warn("{} did not close cleanly: {}", name, e.toString());
        }
    }

    /** Ask for its health, and wait only so long; who asks a plugin that has not answered before is not kept waiting. */
    Health health() {
        if (checking.get() >= MOST_CHECKS) {
            return Health.down("it has not answered " + MOST_CHECKS + " questions for its health");
        }
        try {
            Health answer = checks.call(CHECK_TIMEOUT, this::ask);
            return answer == null ? Health.down("it answered null") : answer;
        } catch (PluginFailure e) {
            return Health.down(e.detail());
        } catch (RuntimeException e) {
            return Health.down(PluginFailure.describe(e));
        }
    }

    private Health ask() throws Exception {
        checking.incrementAndGet();
        try {
            return health.call();
        } finally {
            checking.decrementAndGet();
        }
    }
}
