package org.mneme.spi.extractor;

import org.mneme.spi.Health;

/**
 * Turn messages into memories: one statement each, understandable on its own.
 *
 * @implSpec Safe for use by many threads at once.
 */
public interface Extractor extends AutoCloseable {

    /**
     * Extract what is worth remembering, in the order it was said.
     *
     * @throws org.mneme.api.MemoryException of kind {@code UNAVAILABLE} if it cannot work now
     */
    Extraction extract(Conversation conversation);

    /** Report whether the extractor works. */
    default Health health() {
        return Health.up();
    }

    @Override
    void close();
}
