package org.mneme.storage.jpa;

import java.sql.SQLException;

/**
 * Share one checkpoint between all commits that wait for one.
 *
 * <p>The first to wait becomes the leader and runs the checkpoint; who comes meanwhile waits for the next one, because the
 * running one may have begun before their commit. A leader that fails tells its own caller only: the others elect another.
 */
final class GroupCommit implements Durability {

    private final Durability checkpoint;
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
        synchronized (this) {
            long mine = ++lastTicket;
            boolean interrupted = false;
            while (lastSafe < mine && leading) {
                interrupted |= waitForLeader();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (lastSafe >= mine) {
                return;
            }
            leading = true;
            covered = lastTicket;
        }
        boolean done = false;
        try {
            checkpoint.await();
            done = true;
        } finally {
            stepDown(done ? covered : 0);
        }
    }

    private synchronized void stepDown(long safe) {
        lastSafe = Math.max(lastSafe, safe);
        leading = false;
        notifyAll();
    }

    /** Wait to be told; an interrupt does not make a commit undone, so it is only remembered. */
    private boolean waitForLeader() {
        try {
            wait();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
