package org.mneme.tck.plugin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.embedding.Purpose;

/** Embed by adding a random vector for each word, right unless it is given a fault. */
public final class WordsEmbeddingProvider implements EmbeddingProvider {

    private static final int DIMENSION = 128;
    private static final int WINDOW = 40;

    private final Set<PluginFault> faults;

    /** Make a right one, as the service loader does. */
    public WordsEmbeddingProvider() {
        this(Set.of());
    }

    WordsEmbeddingProvider(Set<PluginFault> faults) {
        this.faults = faults;
    }

    @Override
    public String id() {
        return faults.contains(PluginFault.ID_WITH_BLANKS) ? "by words" : "words";
    }

    @Override
    public List<Option> options() {
        String text = faults.contains(PluginFault.DEFAULT_UNREADABLE) ? "soon" : "5s";
        return List.of(new Option(
                "timeout", Option.Type.DURATION, Optional.of(text), false, false, List.of(), "how long to wait"));
    }

    @Override
    public EmbeddingModel open(PluginContext context) {
        long seed = faults.contains(PluginFault.OTHER_VECTORS_WHEN_REOPENED) ? System.nanoTime() : 1;
        return new Model(faults, seed);
    }

    private static final class Model implements EmbeddingModel {

        private final Set<PluginFault> faults;
        private final long seed;
        private final float[] shared = new float[DIMENSION];

        Model(Set<PluginFault> faults, long seed) {
            this.faults = faults;
            this.seed = seed;
        }

        @Override
        public String modelId() {
            return "words:1";
        }

        @Override
        public int dimension() {
            return DIMENSION;
        }

        @Override
        public List<Embedding> embed(List<String> texts, Purpose purpose) {
            if (texts.stream().anyMatch(String::isBlank) && !faults.contains(PluginFault.BLANK_TEXT_TAKEN)) {
                throw MemoryException.invalid("content", "a text is not blank");
            }
            return IntStream.range(0, texts.size())
                    .mapToObj(i -> embed(
                            faults.contains(PluginFault.VECTORS_DEPEND_ON_THE_BATCH)
                                    ? texts.get(i) + " " + texts.size()
                                    : texts.get(i),
                            purpose))
                    .toList();
        }

        private Embedding embed(String text, Purpose purpose) {
            List<String> words = List.of(text.toLowerCase(Locale.ROOT).strip().split("[\\s.,?]+"));
            boolean whole = purpose == Purpose.QUERY && !faults.contains(PluginFault.QUERY_IN_WINDOWS);
            if (whole || words.size() <= WINDOW) {
                return new Embedding(modelId(), List.of(vector(words)));
            }
            List<float[]> windows = new ArrayList<>();
            for (int from = 0; from < words.size(); from += WINDOW / 2) {
                windows.add(vector(words.subList(from, Math.min(words.size(), from + WINDOW))));
            }
            return new Embedding(
                    modelId(), faults.contains(PluginFault.LONG_TEXT_CUT_OFF) ? windows.subList(0, 1) : windows);
        }

        private float[] vector(List<String> words) {
            float[] sum = faults.contains(PluginFault.ONE_BUFFER_FOR_ALL_THREADS) ? shared : new float[DIMENSION];
            Arrays.fill(sum, 0);
            if (sum == shared) {
                LockSupport.parkNanos(500_000); // others write to it meanwhile
            }
            for (String word : words) {
                add(sum, word);
            }
            double length = 0;
            for (float component : sum) {
                length += component * component;
            }
            boolean any = faults.contains(PluginFault.VECTORS_OF_ANY_LENGTH);
            for (int i = 0; i < DIMENSION && !any; i++) {
                sum[i] /= (float) Math.sqrt(length);
            }
            return sum.clone();
        }

        private void add(float[] sum, String word) {
            long own = faults.contains(PluginFault.MEANINGLESS_VECTORS) ? System.nanoTime() : word.hashCode();
            Random random = new Random(seed + own);
            boolean strange = faults.contains(PluginFault.STRANGE_TEXTS_GIVE_NAN) && word.charAt(0) > 0xD000;
            for (int i = 0; i < DIMENSION; i++) {
                sum[i] += strange ? Float.NaN : (float) random.nextGaussian();
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
