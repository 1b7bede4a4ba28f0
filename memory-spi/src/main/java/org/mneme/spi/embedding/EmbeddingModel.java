package org.mneme.spi.embedding;

import java.util.List;
import org.mneme.api.Embedding;
import org.mneme.spi.Health;

/**
 * Turn texts into unit vectors of one dimension, which the cosine compares.
 *
 * @implSpec Safe for use by many threads at once. Vectors are finite and of length 1. The same text always gives the
 *     same vector, whatever is embedded beside it.
 */
public interface EmbeddingModel extends AutoCloseable {

    /** Return the id of the model that made a vector: provider, model and version, such as {@code onnx:bge-small-en-v1.5-q}. */
    String modelId();

    /** Return the number of components of every vector. */
    int dimension();

    /**
     * Embed texts, in order. How they are batched is the model's own affair.
     *
     * <p>A text longer than the model takes is split into overlapping windows and gets one vector a window; nothing is
     * cut off silently. For {@link Purpose#QUERY} every text gets exactly one vector, however long it is.
     *
     * @param texts texts that are not blank
     * @param purpose what the vectors are for; queries go before memories where both wait
     * @return as many embeddings as texts, in the same order
     * @throws org.mneme.api.MemoryException of kind {@code UNAVAILABLE} with code {@code embedding_unavailable} if the
     *     model fails or cannot be reached; of kind {@code INVALID} if a text is blank
     */
    List<Embedding> embed(List<String> texts, Purpose purpose);

    /** Report whether the model answers, without embedding anything costly. */
    default Health health() {
        return Health.up();
    }

    @Override
    void close();
}
