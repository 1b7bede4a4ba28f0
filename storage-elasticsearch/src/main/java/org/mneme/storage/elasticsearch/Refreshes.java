package org.mneme.storage.elasticsearch;

import java.util.concurrent.atomic.AtomicLong;

/** Make visible what any server has written to an index; those that ask meanwhile share one request. */
final class Refreshes {

    private final Cluster cluster;
    private final String index;
    private final AtomicLong clock = new AtomicLong();
    private volatile long refreshed;

    Refreshes(Cluster cluster, String index) {
        this.cluster = cluster;
        this.index = index;
    }

    /** Make visible whatever any server wrote before this call. */
    void all() {
        long needed = clock.incrementAndGet();
        synchronized (this) {
            if (refreshed < needed) {
                long covered = clock.get();
                cluster.refresh(index);
                refreshed = covered;
            }
        }
    }
}
