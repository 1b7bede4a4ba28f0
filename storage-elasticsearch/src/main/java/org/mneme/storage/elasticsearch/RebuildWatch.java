package org.mneme.storage.elasticsearch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mneme.api.MemoryException;

/**
 * Let others write to an index again whose new generation was being put in place by a server that has died.
 *
 * <p>Nobody looks while all is well: a write that is refused begins it, beside its caller, and it ends as soon as the index takes
 * writes. It does nothing to a server that lives, however long that takes, for only a lease that stands unchanged is taken over; so
 * it is also one server that does it, of all that look.
 */
final class RebuildWatch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RebuildWatch.class.getName());

    private final Cluster cluster;
    private final IndexPlan leases;
    private final Map<String, IndexPlan> plans;
    private final Duration patience;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "elasticsearch-reopen");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Make a watch that has nothing to do yet.
     *
     * @param plans the indices it is for; of others it takes no notice
     * @param patience how long a lease stands unchanged before its holder counts as dead
     */
    RebuildWatch(Cluster cluster, IndexPlan leases, List<IndexPlan> plans, Duration patience) {
        this.cluster = cluster;
        this.leases = leases;
        this.plans = plans.stream().collect(Collectors.toUnmodifiableMap(IndexPlan::alias, Function.identity()));
        this.patience = patience;
    }

    /** Begin to look after an index that a write was refused to, unless this server does already; returns at once. */
    void refused(String alias) {
        IndexPlan plan = plans.get(alias);
        if (plan == null || !watched.add(alias)) {
            return;
        }
        try {
            threads.execute(() -> watch(plan));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "this server ends", e);
        }
    }

    private void watch(IndexPlan plan) {
        try {
            while (closed(plan)) {
                reopenIfDead(plan);
            }
        } catch (MemoryException e) {
            // the next write that is refused begins anew
            LOG.log(System.Logger.Level.DEBUG, "whether an index can be opened for writes was not learned", e);
        } finally {
            watched.remove(plan.alias());
        }
    }

    /** Tell whether nobody can write to an index to which this version of the server could. */
    private boolean closed(IndexPlan plan) {
        return Generation.current(cluster, plan.alias())
                .filter(Generation::closed)
                .filter(current -> current.version() <= ElasticsearchSchema.VERSION)
                .isPresent();
    }

    /** Watch the lease until its holder is seen to live, or is known to be dead. */
    private void reopenIfDead(IndexPlan plan) {
        int last = Generation.last(Generation.all(cluster, plan.alias()));
        Optional<RebuildLease> lease = RebuildLease.acquire(cluster, leases, plan.alias(), patience, false, last);
        if (lease.isEmpty()) {
            return;
        }
        try (RebuildLease held = lease.get()) {
            // its holder may have done it, or another server that looked
            if (closed(plan)) {
                new Rebuild(cluster, plan, held).clear();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "who made {0} anew did not get to the end: the index is as it was, and takes writes again",
                        plan.alias());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
