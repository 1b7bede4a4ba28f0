package ${package};

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/**
 * Give every word a direction of its own, and a text the sum of its words: texts that share words are near each other.
 *
 * <p>Replace it by your model. What it must keep to is written in the interface and proven by the contract.
 */
record WordsEmbeddingModel(String modelId, int dimension) implements EmbeddingModel {

    /** A long text gets a vector for every so many words, so that one thing it says is not lost among all the others. */
    private static final int WINDOW = 100;

    /** What is cut at the end of one window is whole in the next. */
    private static final int OVERLAP = 20;

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        return texts.stream().map(text -> embed(text, purpose)).toList();
    }

    private Embedding embed(String text, Purpose purpose) {
        if (text.isBlank()) {
            throw MemoryException.invalid("text", "a text to embed must not be blank");
        }
        List<String> words = words(text);
        // a question has one vector, however long it is
        if (purpose == Purpose.QUERY || words.size() <= WINDOW) {
            return new Embedding(modelId, List.of(vector(words)));
        }
        List<float[]> windows = new ArrayList<>();
        for (int start = 0; start + OVERLAP < words.size(); start += WINDOW - OVERLAP) {
            windows.add(vector(words.subList(start, Math.min(start + WINDOW, words.size()))));
        }
        return new Embedding(modelId, windows);
    }

    private static List<String> words(String text) {
        List<String> words = Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        // nothing but signs, such as an emoji: they are the word
        return words.isEmpty() ? List.of(text.strip()) : words;
    }

    private float[] vector(List<String> words) {
        double[] sum = new double[dimension];
        for (String word : words) {
            // specified to the last bit, so that a word has the same direction on every machine
            Random direction = new Random(word.hashCode());
            for (int i = 0; i < dimension; i++) {
                sum[i] += direction.nextGaussian();
            }
        }
        return unit(sum);
    }

    private static float[] unit(double[] vector) {
        double squares = 0;
        for (double component : vector) {
            squares += component * component;
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
