package org.mneme.storage.elasticsearch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mneme.api.MemoryException;

/**
 * Make an index when a server starts, or bring it to what it shall be.
 *
 * @param leases the index in which one server is chosen to do so
 * @param asConfigured whether to make a new generation also for options that only count when one is made
 * @param patience how long another server's lease stands unchanged before that server counts as dead
 */
record Migration(Cluster cluster, IndexPlan leases, boolean asConfigured, Duration patience) {

    private static final System.Logger LOG = System.getLogger(Migration.class.getName());

    void run(IndexPlan plan) {
        List<Generation> found = Generation.all(cluster, plan.alias());
        Optional<Generation> current = Generation.current(plan.alias(), found);
        if (current.isEmpty()) {
            Generations.create(cluster, plan);
            return;
        }
        refuseNewer(current.get());
        nameIfNameless(current.get());
        boolean older = current.get().version() < ElasticsearchSchema.VERSION;
        boolean unfinished = found.size() > 1 || current.get().closed();
        if (older || unfinished || different(plan, current.get())) {
            rebuild(plan, older, found);
        }
    }

    private static void refuseNewer(Generation current) {
        if (current.version() > ElasticsearchSchema.VERSION) {
            throw MemoryException.invalid(
                    "index-prefix", "the indices were made by a newer server, version " + current.version());
        }
    }

    /** Give an index that was made before there were names to write by these names. */
    private void nameIfNameless(Generation current) {
        if (current.aliases().equals(List.of(current.alias()))) {
            Generations.change(
                    cluster,
                    current.wantedAliases().stream()
                            .map(alias -> Generations.add(current.name(), alias))
                            .toList());
        }
    }

    /** Tell whether options differ and shall be carried out. */
    private boolean different(IndexPlan plan, Generation current) {
        String difference = plan.difference(current);
        if (!difference.isEmpty() && !asConfigured) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was made with other options than {1}: they count once it is made anew, which a start with"
                            + " mneme.storage.elasticsearch.rebuild=true does",
                    current.name(),
                    difference);
        }
        return !difference.isEmpty() && asConfigured;
    }

    /** Do what is to be done, unless another server does and this one can work meanwhile. */
    private void rebuild(IndexPlan plan, boolean older, List<Generation> found) {
        Optional<RebuildLease> lease =
                RebuildLease.acquire(cluster, leases, plan.alias(), patience, older, Generation.last(found));
        if (lease.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "another server makes {0} anew", plan.alias());
            return;
        }
        try (RebuildLease held = lease.get()) {
            Rebuild rebuild = new Rebuild(cluster, plan, held);
            rebuild.clear();
            // another server may have done it while this one waited
            Generation current = Generation.current(cluster, plan.alias()).orElseThrow();
            refuseNewer(current);
            if (current.version() < ElasticsearchSchema.VERSION) {
                rebuild.run();
            } else if (asConfigured && !plan.difference(current).isEmpty()) {
                runIfPossible(rebuild);
            }
        }
    }

    /** What failed has left the index as it was, with which this server can work. */
    private static void runIfPossible(Rebuild rebuild) {
        try {
            rebuild.run();
        } catch (MemoryException e) {
            LOG.log(System.Logger.Level.WARNING, "the index was not made anew, and goes on as it is", e);
        }
    }
}
