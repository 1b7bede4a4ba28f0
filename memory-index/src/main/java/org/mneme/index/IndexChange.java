package org.mneme.index;

import java.util.List;
import java.util.Objects;

/**
 * Say what became of a memory.
 *
 * <p>The same change goes to every index; each takes the part it is for. Changes are idempotent: they carry the memory's
 * whole state.
 */
public sealed interface IndexChange {

    /** The id of the memory. */
    String id();

    /**
     * Insert a memory or replace it.
     *
     * @param memory the memory's attributes
     * @param text the text to find it by words; blank if there is none
     * @param vectors one vector for each window of the text, of the index's dimension; the memory's score is that of its
     *     best window. Empty while there is no embedding: the memory is then not found by vector. They need not have unit
     *     length but must be finite and not zero. Not copied: do not change them
     */
    record Put(IndexedMemory memory, String text, List<float[]> vectors) implements IndexChange {
        public Put {
            Objects.requireNonNull(memory, "memory");
            Objects.requireNonNull(text, "text");
            vectors = List.copyOf(vectors);
        }

        @Override
        public String id() {
            return memory.id();
        }
    }

    /** Remove a memory; of no effect if it is not there. */
    record Remove(String id) implements IndexChange {
        public Remove {
            Objects.requireNonNull(id, "id");
        }
    }
}
