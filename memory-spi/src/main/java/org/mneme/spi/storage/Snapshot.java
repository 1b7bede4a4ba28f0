package org.mneme.spi.storage;

import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;

/** Stream a consistent state of the store; memory use does not grow with its size. Used by one thread, then closed. */
public interface Snapshot extends Iterator<Snapshot.Entry>, AutoCloseable {

    /** One memory, with its vectors of the active model if they were asked for. */
    record Entry(Memory memory, Optional<Embedding> embedding) {
        public Entry {
            Objects.requireNonNull(memory, "memory");
            Objects.requireNonNull(embedding, "embedding");
        }
    }

    @Override
    void close();
}
