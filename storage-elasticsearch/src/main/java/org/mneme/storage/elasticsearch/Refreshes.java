package org.mneme.storage.elasticsearch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Make writes visible to searches when somebody searches, and not before.
 *
 * <p>A refresh costs a few milliseconds, and as much after one write as after a thousand. So a write does not wait for one:
 * the first search in a workspace that was written to asks for it, and those that come meanwhile share it. What other servers
 * write becomes visible within a second by itself.
 */
final class Refreshes {

    private static final int REMEMBERED = 10_000;

    private final Cluster cluster;
    private final String index;
    private final AtomicLong clock = new AtomicLong();
    private final Map<String, Long> written = new ConcurrentHashMap<>();
    private volatile long refreshed;

    Refreshes(Cluster cluster, String index) {
        this.cluster = cluster;
        this.index = index;
    }

    /** Note that a write to a workspace has returned, or may have had an effect. */
    void wrote(String workspace) {
        written.put(workspace, clock.incrementAndGet());
        if (written.size() > REMEMBERED) {
            written.values().removeIf(at -> at <= refreshed);
        }
    }

    /** Make visible what this server wrote to a workspace. */
    void own(String workspace) {
        upTo(written.getOrDefault(workspace, 0L));
    }

    /** Make visible whatever any server wrote before this call. */
    void all() {
        upTo(clock.incrementAndGet());
    }

    private void upTo(long needed) {
        if (refreshed >= needed) {
            return;
        }
        synchronized (this) {
            if (refreshed < needed) {
                long covered = clock.get();
                cluster.refresh(index);
                refreshed = covered;
            }
        }
    }
}
