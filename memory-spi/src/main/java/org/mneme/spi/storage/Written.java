package org.mneme.spi.storage;

import java.util.List;
import java.util.Objects;
import org.mneme.api.Memory;

/**
 * Say what became of a write.
 *
 * @param memory the memory as it is now stored: the new one, the one replaced, or the one that was there
 * @param outcome what happened
 * @param superseded ids of the memories that became history through it
 */
public record Written(Memory memory, Outcome outcome, List<String> superseded) {

    /** What happened to a write. */
    public enum Outcome {
        /** A new memory was stored, and its deliveries with it. */
        CREATED,
        /** An existing memory took over the content. */
        REPLACED,
        /** Nothing: another memory says it already. */
        KEPT,
        /** Nothing: a memory with this id was already stored. */
        REPEATED
    }

    public Written {
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(outcome, "outcome");
        superseded = List.copyOf(superseded);
    }
}
