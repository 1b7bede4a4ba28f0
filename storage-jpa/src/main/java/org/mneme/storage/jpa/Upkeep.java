package org.mneme.storage.jpa;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Do in the background what nobody should wait for. */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration FLUSH = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration MAINTAIN = Duration.ofMinutes(1);
    private static final Duration PRUNE = Duration.ofMinutes(10);
    private static final int PRUNED_AT_ONCE = 5_000;
    private static final long NOTHING = -1;

    private final JpaDatabase database;
    private final JpaIndexes indexes;
    private final JpaOptions options;
    private final Clock clock;
    private final AtomicLong firstUnerased = new AtomicLong(NOTHING);

    Upkeep(JpaDatabase database, JpaIndexes indexes, JpaOptions options, Clock clock) {
        this.database = database;
        this.indexes = indexes;
        this.options = options;
        this.clock = clock;
    }

    /** Begin, and go on until the executor is shut down. */
    void start(ScheduledExecutorService background) {
        every(background, FLUSH, FLUSH, "making the indexes durable", indexes::flush);
        every(background, SOON, MAINTAIN, "compacting the indexes", this::maintain);
        every(background, PRUNE, PRUNE, "forgetting old changes", this::prune);
        if (database.dialect().shared()) {
            every(
                    background,
                    options.followInterval(),
                    options.followInterval(),
                    "following other servers",
                    this::follow);
        }
    }

    private static void every(
            ScheduledExecutorService background, Duration first, Duration period, String what, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // an exception would end the schedule; the next run tries again
                LOG.warn("Trouble while {}: {}", what, e.toString());
            }
        };
        background.scheduleWithFixedDelay(guarded, first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Remember that something was deleted that may still be in the index files. */
    void deleted() {
        firstUnerased.compareAndSet(NOTHING, System.nanoTime() | 1);
    }

    private void maintain() {
        long since = firstUnerased.get();
        if (since != NOTHING
                && System.nanoTime() - since >= options.eraseDelay().toNanos()) {
            firstUnerased.compareAndSet(since, NOTHING);
            indexes.erase();
        }
        indexes.maintain();
    }

    private void prune() {
        long before = Millis.of(clock.instant().minus(options.changeRetention()));
        int forgotten;
        do {
            forgotten = database.transactions().write(tx -> WorkspaceClocks.prune(tx.jdbc(), before, PRUNED_AT_ONCE));
        } while (forgotten >= PRUNED_AT_ONCE);
    }

    private void follow() {
        database.transactions().read(tx -> {
            indexes.followAll(tx.jdbc());
            return null;
        });
    }
}
