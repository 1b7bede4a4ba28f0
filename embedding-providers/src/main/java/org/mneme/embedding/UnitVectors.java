package org.mneme.embedding;

import java.util.List;

/** Bring vectors to length 1. */
public final class UnitVectors {

    private UnitVectors() {}

    /**
     * Scale a vector to length 1, in place.
     *
     * @return the same array
     * @throws IllegalArgumentException if the vector has no direction: all components 0, or one not finite
     */
    public static float[] normalise(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new IllegalArgumentException(
                    squares == 0 ? "a vector of zeros has no direction" : "a vector must be finite");
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    /**
     * Return the unit vector in the mean direction of some unit vectors; of one vector, that vector.
     *
     * <p>Vectors that cancel each other out have no mean direction: then the first one stands for all.
     */
    public static float[] mean(List<float[]> vectors) {
        if (vectors.size() == 1) {
            return vectors.get(0);
        }
        float[] sum = new float[vectors.get(0).length];
        for (float[] vector : vectors) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        for (float component : sum) {
            if (component != 0) {
                return normalise(sum);
            }
        }
        return vectors.get(0);
    }
}
