package org.mneme.spi.storage;

import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;

/** Provide a storage. Selected by {@code mneme.storage=<id>}. */
public interface StorageProvider extends Plugin {

    /**
     * Open the storage: connect, create or migrate what it needs, and catch up its indexes.
     *
     * @throws org.mneme.api.MemoryException of kind {@code UNAVAILABLE} if it cannot be reached now, of kind {@code
     *     INVALID} if its configuration can never work
     */
    Storage open(PluginContext context);
}
