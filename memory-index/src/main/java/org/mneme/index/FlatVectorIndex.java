package org.mneme.index;

import java.nio.file.Path;

/** Find vectors by scanning 1-bit codes, then comparing the best candidates exactly. */
public abstract class FlatVectorIndex implements VectorIndex {

    FlatVectorIndex() {}

    /**
     * Open the index in a directory, or make an empty one that needs a rebuild.
     *
     * @param directory of its own, made if missing
     * @throws IllegalStateException if another instance has it open
     */
    public static FlatVectorIndex open(Path directory, VectorIndexIdentity identity, VectorIndexOptions options) {
        throw new UnsupportedOperationException("in the making");
    }
}
