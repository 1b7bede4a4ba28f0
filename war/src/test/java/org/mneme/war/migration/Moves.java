package org.mneme.war.migration;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.mneme.core.job.JobOptions;
import org.mneme.core.migration.MigrationOptions;
import org.mneme.core.migration.MigrationService;
import org.mneme.core.migration.ReadOnlyGate;
import org.mneme.spi.storage.Storage;

/** Make services that move workspaces, with threads that end with them. */
final class Moves implements AutoCloseable {

    /** Short, for a test waits until the lease of a killed process has ended. */
    private static final JobOptions JOBS = new JobOptions(
            2, 5, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(24));

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

    MigrationService service(Storage from, Storage to, ReadOnlyGate gate) {
        return new MigrationService(
                from,
                () -> to,
                new MigrationOptions(Optional.of("other"), 0, Duration.ofMillis(200)),
                gate,
                new MigrationService.Environment(JOBS, workers, scheduler, Clock.systemUTC()));
    }

    @Override
    public void close() {
        workers.shutdown();
        scheduler.shutdown();
    }
}
