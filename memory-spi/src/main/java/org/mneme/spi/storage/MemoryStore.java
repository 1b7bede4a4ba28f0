package org.mneme.spi.storage;

import java.util.List;
import java.util.Optional;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;

/**
 * Keep memories, their vectors and their words.
 *
 * <p>An expired memory does not exist for any call. A write that has returned is seen by every later read through the same
 * server: get, list, search, count and export alike.
 */
public interface MemoryStore {

    /**
     * Store memories, each with its vectors and the deliveries it causes in one atomic step.
     *
     * <p>A write whose memory id exists in the workspace changes nothing and answers with what is stored ({@link
     * Written.Outcome#REPEATED}), so that work done twice has one effect. Where a write carries a {@link Reconciliation},
     * what happens is decided by it, under a guard that lets no other write of the same guard in between.
     *
     * @param scope the workspace; every memory belongs to it
     * @param writes what to store, in order; later ones see earlier ones
     * @return one outcome for each write, in order
     */
    List<Written> write(Scope scope, List<MemoryWrite> writes);

    /**
     * Change a memory under its id, keeping its former state as a version.
     *
     * @return the changed memory, or empty if there is none in the scope
     * @throws org.mneme.api.MemoryException of kind {@code CONFLICT} if its version is not the one expected
     */
    Optional<Memory> update(Scope scope, MemoryUpdate update);

    /** Return the memory with an id in the scope, active or superseded. */
    Optional<Memory> get(Scope scope, String id);

    /** Return one page of the memories that the scope and the filter mean, and how many there are. */
    MemoryPage list(Scope scope, Listing listing);

    /** Return how many memories the scope and the filter mean. */
    long count(Scope scope, Filter filter);

    /** Find memories by vector, by words, or both. */
    Hits search(Scope scope, Search search);

    /**
     * Open a consistent snapshot of the memories that the scope and the filter mean, streamed.
     *
     * <p>Writes and deletions after this call are not seen by it. The caller closes it.
     */
    Snapshot export(Scope scope, Filter filter, Order order, boolean withVectors);

    /** Return the states a memory had and has, oldest first; empty if there is no such memory in the scope. */
    List<Memory> versions(Scope scope, String id);

    /**
     * Delete a memory for good: its row, versions, vectors, words, every delivery and stored answer that holds its content, and
     * the failed job that left it.
     *
     * @return whether it was there
     */
    boolean delete(Scope scope, String id);

    /** Delete for good all that the scope and the filter mean, and return how many memories that were. */
    long deleteAll(Scope scope, Filter filter);

    /** Delete for good up to {@code limit} expired memories of the whole server, and return how many. */
    int deleteExpired(int limit);
}
