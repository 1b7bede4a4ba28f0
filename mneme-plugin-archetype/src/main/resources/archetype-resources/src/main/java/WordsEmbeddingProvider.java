package ${package};

import java.util.List;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;

/** Provide vectors made from the words of a text: {@code mneme.embedding=${artifactId}}. */
public final class WordsEmbeddingProvider implements EmbeddingProvider {

    private static final String DIMENSION = "dimension";

    @Override
    public String id() {
        return "${artifactId}";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.of(DIMENSION, Option.Type.INTEGER, "The number of components of a vector, 64 to 4096.")
                .withDefault("512"));
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        int dimension = context.options().getInt(DIMENSION);
        if (dimension < 64 || dimension > 4_096) {
            throw MemoryException.invalid(DIMENSION, "dimension must be 64 to 4096, not " + dimension);
        }
        return new WordsEmbeddingModel(id() + ":words-v1-" + dimension, dimension);
    }
}
