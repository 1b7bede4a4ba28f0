package org.mneme.spi.embedding;

import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;

/** Provide an embedding model. Selected by {@code mneme.embedding=<id>}. */
public interface EmbeddingProvider extends Plugin {

    /**
     * Open the configured model.
     *
     * @throws org.mneme.api.MemoryException of kind {@code UNAVAILABLE} if the model cannot be reached now, of kind
     *     {@code INVALID} if its configuration can never work
     */
    EmbeddingModel open(PluginContext context);
}
