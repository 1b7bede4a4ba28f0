package org.mneme.index;

/** Compute with vectors of floats. */
final class VectorMath {

    private static final double UNIT_TOLERANCE = 1e-6;

    private VectorMath() {}

    /**
     * Return the vector with length 1; the vector itself if it has that already.
     *
     * @throws IllegalArgumentException if it has another dimension, is zero or is not finite
     */
    static float[] unit(float[] vector, int dimension) {
        if (vector.length != dimension) {
            throw new IllegalArgumentException(
                    "a vector of dimension " + vector.length + " in an index of dimension " + dimension);
        }
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        if (!(square > 0) || Double.isInfinite(square)) {
            throw new IllegalArgumentException("a vector that is zero or not finite");
        }
        if (Math.abs(square - 1) <= UNIT_TOLERANCE) {
            return vector;
        }
        double scale = 1 / Math.sqrt(square);
        float[] unit = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = (float) (vector[i] * scale);
        }
        return unit;
    }

    /** Return the cosine of two unit vectors: with eight sums, so that the additions do not wait for each other. */
    static float cosine(float[] a, float[] b) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int bulk = a.length & ~7;
        for (int i = 0; i < bulk; i += 8) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        for (int i = bulk; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        // rounding takes equal vectors a little above 1
        return Math.max(-1, Math.min(1, sum));
    }
}
