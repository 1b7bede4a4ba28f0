package org.mneme.spi.storage;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Scope;

/**
 * Move a workspace between storages: read what it consists of as it is, and put it into another storage as it was read.
 *
 * <p>Nothing is decided here, as the other stores do: ids, times, versions and states are stored as they are given, no
 * delivery is caused and nothing is deduplicated. The workspace itself is made by {@link WorkspaceStore#create}.
 */
public interface WorkspaceTransfer {

    /**
     * Return items of a part in the order of their ids, after an id; empty only if there are no more. An expired memory does
     * not exist. Sees every write that had returned when the first page was asked for, and perhaps later ones.
     *
     * @param afterId the last id of the page before; empty for the first page
     * @param limit how many at most, 1 … 1,000
     */
    List<TransferItem> page(Scope workspace, TransferItem.Part part, Optional<String> afterId, int limit);

    /**
     * Store items as they are, each in the place of what is there under its id; the same again changes nothing. Each item
     * is stored whole or not at all; a call that fails may have stored some of them.
     *
     * @throws org.mneme.api.MemoryException of kind {@code CONFLICT} if a vector is not of the active model, in which case
     *     nothing is stored
     */
    void put(Scope workspace, List<TransferItem> items);

    /** Delete items of a part for good, a memory as {@link MemoryStore#delete} does; ids that are not there are passed over. */
    void remove(Scope workspace, TransferItem.Part part, Collection<String> ids);

    /** Return the administrators' keys, which belong to no workspace, oldest first. Serves the whole server. */
    List<ApiKey> administrators();
}
