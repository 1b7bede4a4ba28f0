package org.mneme.core.ingest;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mneme.api.Filter;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;

/**
 * Hold the accepted writes of a scope whose jobs had not ended at one moment.
 *
 * <p>A reader takes the overlay first and then reads stored memories through {@link #visible}: what came from a job of the
 * overlay is left out there, because the overlay shows it. So a write is seen exactly once, on every server, whenever its
 * job ends between the two reads or while they run.
 *
 * @param pending the writes, oldest job first, then by index
 */
public record Overlay(List<PendingMemory> pending) {

    public Overlay {
        pending = List.copyOf(pending);
    }

    /** Take the overlay of a scope. */
    public static Overlay of(JobStore jobs, Scope scope) {
        return new Overlay(jobs.pending(scope));
    }

    /** Return the overlay of a reader who shows only some of the writes; what came of the others is to be read as stored. */
    public Overlay only(Predicate<PendingMemory> shown) {
        return new Overlay(pending.stream().filter(shown).toList());
    }

    /** Return a filter that means what the given one means, but for what this overlay shows. */
    public Filter visible(Filter filter) {
        Set<String> unfinished = pending.stream().map(PendingMemory::job).collect(Collectors.toUnmodifiableSet());
        return unfinished.isEmpty() ? filter : filter.and(new Filter.Not(new Filter.FromJob(unfinished)));
    }
}
