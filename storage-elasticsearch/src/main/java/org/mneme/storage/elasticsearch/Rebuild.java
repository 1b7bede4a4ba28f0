package org.mneme.storage.elasticsearch;

import java.util.List;
import org.mneme.api.MemoryException;

/**
 * Bring all documents of an index to a new generation, and put that in the place of the present one.
 *
 * <p>Writes go on while documents are copied. They are refused only for the time that it takes to copy the last of them, to
 * compare how many there are, and to swap the names in one step of the cluster. Whatever is left by an attempt that ended before, is
 * given up first; until the swap the present generation has all that was acknowledged.
 */
final class Rebuild {

    /** So many documents may be left to copy while nobody writes. */
    private static final long FEW = 500;

    private static final int PASSES = 20;
    private static final System.Logger LOG = System.getLogger(Rebuild.class.getName());

    private final Cluster cluster;
    private final IndexPlan plan;
    private final RebuildLease lease;
    private final String target;

    Rebuild(Cluster cluster, IndexPlan plan, RebuildLease lease) {
        this.cluster = cluster;
        this.plan = plan;
        this.lease = lease;
        this.target = Generation.name(plan.alias(), lease.number());
    }

    /** Give up what earlier attempts have left, and let others write again. */
    void clear() {
        List<Generation> found = Generation.all(cluster, plan.alias());
        // all that was found is of earlier holders, or this server's own
        lease.verify();
        found.stream().filter(each -> !each.current()).forEach(each -> Generations.giveUp(cluster, each));
        Generation current = current();
        for (Generation each : found) {
            if (!each.name().equals(current.name())) {
                // a model may have been prepared in it when its place was just being taken
                Generations.addVectorFields(cluster, each.name(), current.name());
                Generations.delete(cluster, each.name());
            } else if (each.closed()) {
                Generations.reopen(cluster, each);
            }
        }
    }

    private Generation current() {
        return Generation.current(cluster, plan.alias())
                .orElseThrow(() -> MemoryException.storageUnavailable("no index has the name " + plan.alias(), null));
    }

    /** Make a new generation, fill it and put it in place. */
    void run() {
        Generation source = current();
        LOG.log(System.Logger.Level.INFO, "copying the documents of {0} to {1}", source.name(), target);
        long begun = System.nanoTime();
        try {
            GenerationCopy copy = fill(source);
            long closed = System.nanoTime();
            close(source, copy);
            Generations.swap(cluster, source, target);
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} has taken the place of {1} after {2} ms; nobody could write for {3} ms",
                    target,
                    source.name(),
                    (System.nanoTime() - begun) / 1_000_000,
                    (System.nanoTime() - closed) / 1_000_000);
        } finally {
            // if it was taken over, all is left to who did
            if (!lease.lost()) {
                clear();
            }
        }
        Generations.settle(cluster, target);
    }

    /** Make a new generation with all but the last documents. */
    GenerationCopy fill(Generation source) {
        Generations.begin(cluster, plan, target);
        String name = target + Generation.FILLING;
        GenerationCopy copy = new GenerationCopy(cluster, plan, source, target, lease::check);
        for (int pass = 0; pass < PASSES && copy.pass(name) > FEW; pass++) {
            LOG.log(System.Logger.Level.DEBUG, "copied what {0} had when pass {1} began", source.name(), pass);
        }
        if (!copy.complete()) {
            copy.prune(name);
            copy.pass(name);
        }
        return copy;
    }

    /** Copy the last documents while nobody writes. */
    void close(Generation source, GenerationCopy copy) {
        lease.verify();
        Generations.close(cluster, source, target);
        copy.last(target + Generation.ENDING);
    }
}
