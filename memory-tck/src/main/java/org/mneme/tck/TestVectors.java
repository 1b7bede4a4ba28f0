package org.mneme.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mneme.api.Embedding;

/** Make unit vectors without a model, the same for the same seed. Not safe for several threads. */
public final class TestVectors {

    private final String model;
    private final int dimension;
    private final Random random;

    /** Make a source of vectors of a model. */
    public TestVectors(String model, int dimension, long seed) {
        this.model = model;
        this.dimension = dimension;
        this.random = new Random(seed);
    }

    /** Return an embedding of one random window. */
    public Embedding next() {
        return new Embedding(model, List.of(unit()));
    }

    /** Return an embedding of several random windows. */
    public Embedding windows(int count) {
        List<float[]> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            windows.add(unit());
        }
        return new Embedding(model, windows);
    }

    /** Return an embedding whose cosine with another one of one window is the given one, in a random direction. */
    public Embedding near(Embedding other, double cosine) {
        float[] base = other.single();
        double[] across = new double[dimension];
        float[] direction = unit();
        double along = dot(base, direction);
        for (int i = 0; i < dimension; i++) {
            across[i] = direction[i] - along * base[i];
        }
        double length = length(across);
        double sine = Math.sqrt(1 - cosine * cosine);
        double[] sum = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            sum[i] = cosine * base[i] + sine * across[i] / length;
        }
        return new Embedding(model, List.of(normalised(sum)));
    }

    /** Return the cosine of the best pair of windows. */
    public static double cosine(Embedding left, Embedding right) {
        double best = -1;
        for (float[] a : left.windows()) {
            for (float[] b : right.windows()) {
                best = Math.max(best, dot(a, b));
            }
        }
        return best;
    }

    private float[] unit() {
        double[] vector = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = random.nextGaussian();
        }
        return normalised(vector);
    }

    private static float[] normalised(double[] vector) {
        double length = length(vector);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    private static double length(double[] vector) {
        double sum = 0;
        for (double component : vector) {
            sum += component * component;
        }
        return Math.sqrt(sum);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
