package org.mneme.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.mneme.api.Embedding;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/**
 * Hold texts and their vectors, which take the model too long to make for every size.
 *
 * <p>Some thousand vectors are real. The others lie between two real ones, with a little noise, which keeps the density and
 * the neighbourhoods of real text.
 */
final class Corpus {

    private static final int REAL = 4_000;
    private static final float NOISE = 0.02f;

    private final float[][] real;

    private Corpus(float[][] real) {
        this.real = real;
    }

    static Corpus embed(EmbeddingModel model) {
        List<String> texts = IntStream.range(0, REAL).mapToObj(Texts::memory).toList();
        float[][] real = model.embed(texts, Purpose.MEMORY).stream()
                .map(embedding -> embedding.windows().get(0))
                .toArray(float[][]::new);
        return new Corpus(real);
    }

    /** Return the unit vector with a number. */
    float[] vector(int number) {
        if (number < real.length) {
            return real[number];
        }
        Random random = new Random(number);
        float[] one = real[random.nextInt(real.length)];
        float[] other = real[random.nextInt(real.length)];
        float share = random.nextFloat();
        float[] between = new float[one.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = share * one[i] + (1 - share) * other[i] + NOISE * (float) random.nextGaussian();
        }
        return unit(between);
    }

    Embedding embedding(String model, int number) {
        return new Embedding(model, List.of(vector(number)));
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float component : vector) {
            square += (double) component * component;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    /** Return the namespace of a number: 0.1 %, 1 % and 10 % of all, and the rest. */
    static String namespace(int number) {
        int place = Math.floorMod(number, 1_000);
        if (place == 0) {
            return "share:0.1";
        }
        if (place <= 10) {
            return "share:1";
        }
        return place <= 110 ? "share:10" : "share:rest";
    }

    /** Return the tag of a number: one of fifty. */
    static String tag(int number) {
        return "tag-" + Math.floorMod(number * 31, 50);
    }

    static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
