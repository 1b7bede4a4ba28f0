package org.mneme.core.workspace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.WorkspaceStore;

/**
 * Count the memory operations of each workspace and calendar month (UTC).
 *
 * <p>Where a plan has a quota, every operation is counted in the store before it is done, so that several servers share
 * one count. Where it has none, operations are counted here and stored now and then; a crash loses the last few seconds of
 * that statistic. Safe for several threads.
 */
public final class UsageMeter {

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
        if (store.addUsage(caller.scope(), period, operations) > quota) {
            store.addUsage(caller.scope(), period, -operations);
            throw MemoryException.throttled(
                    "The plan " + caller.plan().name() + " allows " + quota + " memory operations a month.",
                    untilNextMonth());
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
