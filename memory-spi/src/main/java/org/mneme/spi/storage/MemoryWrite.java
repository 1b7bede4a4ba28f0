package org.mneme.spi.storage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;

/**
 * Ask for one memory to be stored.
 *
 * @param memory the memory, complete, with its id
 * @param embedding its vectors; empty if they are filled in later, until when it is found by words only
 * @param deliveries what goes out if the memory is new, and only then
 * @param reconciliation how to deal with what is already there; empty to store it in any case
 */
public record MemoryWrite(
        Memory memory,
        Optional<Embedding> embedding,
        List<Delivery> deliveries,
        Optional<Reconciliation> reconciliation) {
    public MemoryWrite {
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(embedding, "embedding");
        Objects.requireNonNull(reconciliation, "reconciliation");
        deliveries = List.copyOf(deliveries);
    }
}
