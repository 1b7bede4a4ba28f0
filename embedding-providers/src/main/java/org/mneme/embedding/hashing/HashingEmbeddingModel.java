package org.mneme.embedding.hashing;

import java.util.List;
import org.mneme.api.Embedding;
import org.mneme.embedding.Texts;
import org.mneme.embedding.UnitVectors;
import org.mneme.embedding.Window;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/**
 * Hash words and their letter groups into a vector of fixed length.
 *
 * <p>Source of the method: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009), signs
 * included; letter groups after Bojanowski et al., "Enriching Word Vectors with Subword Information" (2017).
 */
final class HashingEmbeddingModel implements EmbeddingModel {

    /** As many words as a small language model's window takes, so that tests of long texts meet several windows. */
    private static final int WINDOW_WORDS = 96;

    private static final int OVERLAP_WORDS = 16;

    private final int dimension;

    HashingEmbeddingModel(int dimension) {
        this.dimension = dimension;
    }

    @Override
    public String modelId() {
        return "hashing:words-v1-" + dimension;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        Texts.requireNotBlank(texts);
        return texts.stream().map(text -> embed(text, purpose)).toList();
    }

    @Override
    public void close() {
        // nothing is held
    }

    private Embedding embed(String text, Purpose purpose) {
        List<String> words = Features.words(text);
        List<float[]> windows = Window.cover(words.size(), WINDOW_WORDS, OVERLAP_WORDS, i -> true).stream()
                .map(window -> vector(words.subList(window.start(), window.end())))
                .toList();
        return switch (purpose) {
            case MEMORY -> new Embedding(modelId(), windows);
            case QUERY -> new Embedding(modelId(), List.of(UnitVectors.mean(windows)));
        };
    }

    private float[] vector(List<String> words) {
        float[] vector = new float[dimension];
        for (String word : words) {
            Features.forEach(word, (hash, weight) -> {
                int index = (int) Long.remainderUnsigned(hash >>> 1, dimension);
                vector[index] += (hash & 1) == 0 ? weight : -weight;
            });
        }
        return UnitVectors.normalise(withDirection(vector));
    }

    /** Features of opposite sign may meet and leave nothing; such a text still needs a direction. */
    private static float[] withDirection(float[] vector) {
        for (float component : vector) {
            if (component != 0) {
                return vector;
            }
        }
        vector[0] = 1;
        return vector;
    }
}
