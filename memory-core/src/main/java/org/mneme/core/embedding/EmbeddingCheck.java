package org.mneme.core.embedding;

import java.util.List;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.spi.embedding.Purpose;

/** Look at what an embedding model returned: a wrong vector that is stored is found by nobody, or by the wrong ones. */
public final class EmbeddingCheck {

    private EmbeddingCheck() {}

    /**
     * Return what is wrong with an answer, such as {@code returned 3 components, not 384}; empty if nothing is.
     *
     * @param texts how many texts were embedded
     * @param dimension how many components the model's vectors have
     */
    public static Optional<String> complaint(int texts, Purpose purpose, int dimension, List<Embedding> answer) {
        if (answer == null || answer.size() != texts) {
            return Optional.of("returned " + (answer == null ? "nothing" : answer.size() + " embeddings") + " for "
                    + texts + " texts");
        }
        return answer.stream()
                .flatMap(embedding -> complaint(purpose, dimension, embedding).stream())
                .findFirst();
    }

    private static Optional<String> complaint(Purpose purpose, int dimension, Embedding embedding) {
        if (embedding == null) {
            return Optional.of("returned null for a text");
        }
        if (embedding.dimension() != dimension) {
            return Optional.of("returned " + embedding.dimension() + " components, not " + dimension);
        }
        if (purpose == Purpose.QUERY && embedding.windows().size() != 1) {
            return Optional.of("returned several vectors for one query");
        }
        for (float[] window : embedding.windows()) {
            double square = 0;
            for (float component : window) {
                square += (double) component * component;
            }
            // also false for NaN, which a component that is not finite leads to
            if (!(Math.abs(square - 1) < 1e-3)) {
                return Optional.of("returned a vector of length " + Math.sqrt(square) + ", not 1");
            }
        }
        return Optional.empty();
    }
}
