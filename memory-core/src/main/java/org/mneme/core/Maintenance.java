package org.mneme.core;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.mneme.core.workspace.KeyService;
import org.mneme.core.workspace.UsageMeter;
import org.mneme.spi.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Do what must be done now and then: remove what has expired, store statistics. */
final class Maintenance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final int BATCH = 500;

    private final Storage storage;
    private final KeyService keys;
    private final UsageMeter usage;
    private final Clock clock;
    private final List<ScheduledFuture<?>> tasks;

    Maintenance(Storage storage, KeyService keys, UsageMeter usage, ScheduledExecutorService scheduler, Clock clock) {
        this.storage = storage;
        this.keys = keys;
        this.usage = usage;
        this.clock = clock;
        this.tasks = List.of(
                every(scheduler, Duration.ofSeconds(10), "removing expired memories", this::removeExpired),
                every(scheduler, Duration.ofSeconds(5), "storing usage", this::flush),
                every(scheduler, Duration.ofMinutes(1), "removing old answers", this::removeAnswers));
    }

    private static ScheduledFuture<?> every(
            ScheduledExecutorService scheduler, Duration period, String what, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // an exception would end the schedule; the next run tries again
                LOG.warn("Trouble while {}: {}", what, e.toString());
            }
        };
        return scheduler.scheduleWithFixedDelay(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void removeExpired() {
        while (storage.memories().deleteExpired(BATCH) == BATCH) {
            // more are waiting
        }
    }

    private void removeAnswers() {
        storage.idempotency().removeExpired(clock.instant());
    }

    private void flush() {
        usage.flush();
        keys.flush();
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.cancel(false));
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.warn("The last usage figures could not be stored: {}", e.toString());
        }
    }
}
