package org.mneme.storage.jpa;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Share one checkpoint between all commits that wait for one.
 *
 * <p>The first to wait becomes the leader and runs the checkpoint; who comes meanwhile waits for the next one, because the
 * running one may have begun before their commit. A leader that fails tells its own caller only: the others elect another.
 *
 * <p>A checkpoint costs the processor more than the write it is for, so a leader that may expect company waits a few
 * milliseconds for it; {@link GroupSize} says for how many. Who writes alone never waits.
 */
final class GroupCommit implements Durability {

    /** The longest a leader waits for others. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private final Durability checkpoint;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition done = lock.newCondition();
    private final GroupSize size = new GroupSize();
    private long lastTicket;
    private long lastSafe;
    private boolean leading;

    /**
     * Share a checkpoint.
     *
     * @param checkpoint called by one thread at a time
     */
    GroupCommit(Durability checkpoint) {
        this.checkpoint = checkpoint;
    }

    @Override
    public void await() throws SQLException {
        long covered;
        lock.lock();
        try {
            long mine = ++lastTicket;
            arrived.signal();
            while (lastSafe < mine && leading) {
                // an interrupt does not make a commit undone, so it is only remembered
                done.awaitUninterruptibly();
            }
            if (lastSafe >= mine) {
                return;
            }
            leading = true;
            awaitCompany();
            covered = lastTicket;
        } finally {
            lock.unlock();
        }
        boolean safe = false;
        try {
            checkpoint.await();
            safe = true;
        } finally {
            stepDown(covered, safe);
        }
    }

    private void awaitCompany() {
        long patience = PATIENCE_NANOS;
        boolean interrupted = false;
        while (waiting() < size.expected() && patience > 0 && !interrupted) {
            try {
                patience = arrived.awaitNanos(patience);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        size.came(waiting());
    }

    private long waiting() {
        return lastTicket - lastSafe;
    }

    private void stepDown(long covered, boolean safe) {
        lock.lock();
        try {
            lastSafe = safe ? Math.max(lastSafe, covered) : lastSafe;
            leading = false;
            size.cameMeanwhile(lastTicket - covered);
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
