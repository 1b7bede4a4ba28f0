package org.mneme.storage.jpa;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mneme.index.DerivedIndex;
import org.mneme.index.TextIndex;
import org.mneme.index.VectorIndex;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Hold the indexes that are searched now.
 *
 * @param text always there
 * @param vectors of the active model; empty while there is none
 */
record LiveIndexes(TextIndex text, Optional<Vectors> vectors) {

    /** A vector index and the model it is of. */
    record Vectors(Space space, VectorIndex index) {}

    Optional<Space> space() {
        return vectors.map(Vectors::space);
    }

    List<DerivedIndex> all() {
        return Stream.<DerivedIndex>concat(Stream.of(text), vectors.stream().map(Vectors::index))
                .toList();
    }

    /** Return up to which tick both have taken over everything. */
    long applied(String workspace) {
        return all().stream()
                .mapToLong(index -> index.appliedClock(workspace))
                .min()
                .orElse(0);
    }
}
