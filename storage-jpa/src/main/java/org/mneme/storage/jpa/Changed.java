package org.mneme.storage.jpa;

import java.util.List;
import java.util.Optional;
import org.mneme.index.IndexChange;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Hold what a transaction did to a workspace, for its caller and for the indexes.
 *
 * @param result what the caller wants to know
 * @param clock the tick of the transaction; 0 if it changed nothing
 * @param changes what the indexes have to take over
 * @param space the active model the changes carry vectors of; empty if there is none yet
 */
record Changed<T>(T result, String workspace, long clock, List<IndexChange> changes, Optional<Space> space) {

    Changed {
        changes = List.copyOf(changes);
    }

    /** Report a transaction that changed nothing. */
    static <T> Changed<T> nothing(T result, String workspace) {
        return new Changed<>(result, workspace, 0, List.of(), Optional.empty());
    }
}
