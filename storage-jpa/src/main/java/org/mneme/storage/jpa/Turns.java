package org.mneme.storage.jpa;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Let workers take something one after the other, where the database cannot give each its own.
 *
 * <p>That is where one process has the database for itself. A turn ends when its transaction is committed, before it is on
 * disk, so that the next worker's commit shares the wait for the disk.
 */
final class Turns {

    private final JpaTransactions transactions;
    private final Optional<ReentrantLock> turn;

    Turns(JpaTransactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.turn = dialect.skipLocked().isEmpty() ? Optional.of(new ReentrantLock(true)) : Optional.empty();
    }

    /** Write when it is this thread's turn. */
    <T> T write(Work<T> work) {
        if (turn.isEmpty()) {
            return transactions.write(work);
        }
        T written = commit(work, turn.get());
        transactions.awaitDisk();
        return written;
    }

    private <T> T commit(Work<T> work, ReentrantLock lock) {
        lock.lock();
        try {
            return transactions.commit(work);
        } finally {
            lock.unlock();
        }
    }
}
