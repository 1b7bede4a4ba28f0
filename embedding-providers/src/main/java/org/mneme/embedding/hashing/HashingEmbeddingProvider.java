package org.mneme.embedding.hashing;

import java.util.List;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;

/**
 * Provide vectors made from the letters of a text alone: {@code mneme.embedding=hashing}.
 *
 * <p>Deterministic, the same on every machine and in every version, and thousands of times faster than a model. Texts
 * that share words are near each other; texts that share only their meaning are not.
 */
public final class HashingEmbeddingProvider implements EmbeddingProvider {

    private static final String DIMENSION = "dimension";

    @Override
    public String id() {
        return "hashing";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.of(DIMENSION, Option.Type.INTEGER, "The number of components of a vector, 8 to 4096.")
                .withDefault("384"));
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        int dimension = context.options().getInt(DIMENSION);
        if (dimension < 8 || dimension > 4_096) {
            throw MemoryException.invalid(DIMENSION, "dimension must be 8 to 4096, not " + dimension);
        }
        return new HashingEmbeddingModel(dimension);
    }
}
