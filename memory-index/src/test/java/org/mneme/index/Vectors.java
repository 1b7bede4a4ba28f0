package org.mneme.index;

import java.util.Random;

/** Make vectors for tests. */
final class Vectors {

    private Vectors() {}

    static float[] random(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return VectorMath.unit(vector, dimension);
    }

    /** A vector around another one: the spread is the length of the noise beside a centre of length 1. */
    static float[] near(float[] centre, double spread, Random random) {
        float[] noise = random(random, centre.length);
        float[] vector = new float[centre.length];
        for (int i = 0; i < centre.length; i++) {
            vector[i] = (float) (centre[i] + spread * noise[i]);
        }
        return VectorMath.unit(vector, centre.length);
    }

    /** Vectors as models make them: around topics, and all of them in one direction from zero. */
    static float[][] clustered(int count, int topics, int dimension, Random random) {
        float[] common = random(random, dimension);
        float[][] centres = new float[topics][];
        for (int i = 0; i < topics; i++) {
            centres[i] = near(common, 1.2, random);
        }
        float[][] vectors = new float[count][];
        for (int i = 0; i < count; i++) {
            vectors[i] = near(centres[random.nextInt(topics)], 0.8, random);
        }
        return vectors;
    }
}
