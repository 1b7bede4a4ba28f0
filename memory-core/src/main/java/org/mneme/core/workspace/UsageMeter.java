package org.mneme.core.workspace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.WorkspaceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Count the memory operations of each workspace and calendar month (UTC).
 *
 * <p>Where a plan has a quota, every operation is counted in the store before it is done, so that several servers share
 * one count. Where it has none, operations are counted here and stored now and then; a crash loses the last few seconds of
 * that statistic. Safe for several threads.
 */
public final class UsageMeter {

    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    private record Account(String workspace, String period) {}

    private final WorkspaceStore store;
    private final Clock clock;
    private final Map<Account, AtomicLong> unstored = new ConcurrentHashMap<>();

    public UsageMeter(WorkspaceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Count operations a caller is about to make.
     *
     * @throws MemoryException of kind {@code THROTTLED} if the month's quota is used up, with the time until the next month
     */
    public void count(Caller caller, long operations) {
        String period = period();
        long quota = caller.plan().memoryOpsPerMonth();
        if (quota == 0) {
            unstored.computeIfAbsent(new Account(caller.workspace().id(), period), account -> new AtomicLong())
                    .addAndGet(operations);
            return;
        }
        if (store.addUsage(caller.scope(), period, operations) > quota && operations > 0) {
            store.addUsage(caller.scope(), period, -operations);
            throw MemoryException.throttled(
                    "The plan " + caller.plan().name() + " allows " + quota + " memory operations a month.",
                    untilNextMonth());
        }
    }

    /**
     * Do something that costs operations, and take nothing for it if it fails.
     *
     * @throws MemoryException of kind {@code THROTTLED} if the month's quota is used up; nothing was done
     */
    public <T> T metered(Caller caller, long operations, Supplier<T> work) {
        count(caller, operations);
        try {
            return work.get();
        } catch (RuntimeException e) {
            giveBack(caller, operations);
            throw e;
        }
    }

    private void giveBack(Caller caller, long operations) {
        try {
            count(caller, -operations);
        } catch (RuntimeException e) {
            // what failed is what the caller must learn; an operation too many is counted
            LOG.debug("Operations of a failed request could not be given back", e);
        }
    }

    /** Return the present period, such as {@code 2026-11}. */
    public String period() {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC)).toString();
    }

    private Duration untilNextMonth() {
        Instant next = YearMonth.now(clock.withZone(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return Duration.between(clock.instant(), next);
    }

    /** Return the operations of the present month. */
    public long used(Scope scope) {
        AtomicLong waiting = unstored.get(new Account(scope.workspace(), period()));
        return store.usage(scope, period()) + (waiting == null ? 0 : waiting.get());
    }

    /** Store what was counted here since the last time. */
    public void flush() {
        unstored.forEach((account, count) -> {
            long taken = count.getAndSet(0);
            if (taken == 0) {
                return;
            }
            try {
                store.addUsage(Scope.of(account.workspace()), account.period(), taken);
            } catch (MemoryException e) {
                count.addAndGet(taken);
                throw e;
            }
        });
    }
}
