package org.mneme.spi.storage;

import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;

/**
 * Ask for a memory to be changed under its id.
 *
 * @param memory the memory as it shall be; id and creation time as stored. The storage counts its version up
 * @param embedding its new vectors; empty if the content stays the same
 * @param expectedVersion the version the change is based on
 */
public record MemoryUpdate(Memory memory, Optional<Embedding> embedding, int expectedVersion) {
    public MemoryUpdate {
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(embedding, "embedding");
    }
}
