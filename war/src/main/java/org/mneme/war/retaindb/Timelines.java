package org.mneme.war.retaindb;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.core.ingest.Overlay;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;

/** List what a scope holds, writes that are not stored yet first, each write exactly once. */
@Dependent
public class Timelines {

    /** @param pending how many of the entries are not stored yet */
    record Timeline(List<Answers.Entry> entries, int pending) {}

    @Inject
    private Exchange exchange;

    /** List the youngest entries, at most {@code limit}, the youngest stored one first. */
    Timeline youngestFirst(Scope scope, Filter filter, boolean includePending, int limit) {
        return list(scope, filter, includePending, limit, false);
    }

    /** List the youngest entries, at most {@code limit}, the oldest stored one of them first. */
    Timeline inOrder(Scope scope, Filter filter, boolean includePending, int limit) {
        return list(scope, filter, includePending, limit, true);
    }

    private Timeline list(Scope scope, Filter filter, boolean includePending, int limit, boolean oldestFirst) {
        List<PendingMemory> accepted = exchange.overlay(scope, includePending).pending();
        // of too many the youngest, so that a reader always sees what was written last
        Overlay overlay = new Overlay(accepted.subList(Math.max(0, accepted.size() - limit), accepted.size()));
        int room = limit - overlay.pending().size();
        List<Memory> stored = room == 0 ? new ArrayList<>() : youngest(scope, overlay.visible(filter), room);
        if (oldestFirst) {
            Collections.reverse(stored);
        }
        List<Answers.Entry> entries = Stream.<Answers.Entry>concat(
                        overlay.pending().stream().map(MemoryMapper::pending),
                        stored.stream().map(MemoryMapper::memory))
                .toList();
        return new Timeline(entries, overlay.pending().size());
    }

    private List<Memory> youngest(Scope scope, Filter filter, int limit) {
        return new ArrayList<>(exchange.engine()
                .memories()
                .list(scope, Listing.first(filter, Order.NEWEST_FIRST, limit))
                .memories());
    }
}
