package org.mneme.example.wordvectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/** Embed a text as the mean of its words, rare words before frequent ones; a long text window by window. */
final class WordVectorsModel implements EmbeddingModel {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    /** Means of more words than this are all alike. */
    private static final int WINDOW = 64;

    private static final int OVERLAP = 16;

    private final String id;
    private final WordVectors words;

    WordVectorsModel(String id, WordVectors words) {
        this.id = id;
        this.words = words;
    }

    /** Vectors of another file, or of fewer of its words, are another model's: they must never be compared. */
    @Override
    public String modelId() {
        return id + ":v1-" + words.checksum() + "-" + words.dimension();
    }

    @Override
    public int dimension() {
        return words.dimension();
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        return texts.stream().map(text -> embed(text, purpose)).toList();
    }

    private Embedding embed(String text, Purpose purpose) {
        if (text.isBlank()) {
            throw MemoryException.invalid("text", "a text to embed must not be blank");
        }
        List<String> said = words(text);
        if (purpose == Purpose.QUERY || said.size() <= WINDOW) {
            return new Embedding(modelId(), List.of(mean(said)));
        }
        List<float[]> windows = new ArrayList<>();
        for (int start = 0; start + OVERLAP < said.size(); start += WINDOW - OVERLAP) {
            windows.add(mean(said.subList(start, Math.min(start + WINDOW, said.size()))));
        }
        return new Embedding(modelId(), windows);
    }

    private static List<String> words(String text) {
        List<String> words = WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
        // nothing but signs, such as an emoji: they are the word
        return words.isEmpty() ? List.of(text.strip()) : words;
    }

    private float[] mean(List<String> said) {
        double[] sum = new double[dimension()];
        said.forEach(word -> words.addTo(sum, word));
        double squares = 0;
        for (double component : sum) {
            squares += component * component;
        }
        float[] mean = new float[sum.length];
        if (squares == 0) {
            // words that cancel each other out, or have no direction in the file
            mean[0] = 1;
            return mean;
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return mean;
    }

    @Override
    public Health health() {
        return new Health(
                Health.State.UP,
                "",
                Map.of("words", String.valueOf(words.vectors().size())));
    }

    @Override
    public void close() {
        // only memory is held, and nobody keeps the model
    }
}
