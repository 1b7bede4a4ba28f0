package org.mneme.core.migration;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Let a workspace be closed, opened or given up by one thread of this server at a time. */
final class MigrationLocks {

    private final ReentrantLock[] locks =
            IntStream.range(0, 16).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    void with(String workspace, Runnable action) {
        ReentrantLock lock = locks[Math.floorMod(workspace.hashCode(), locks.length)];
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
