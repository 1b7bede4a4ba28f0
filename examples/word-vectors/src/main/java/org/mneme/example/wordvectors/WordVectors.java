package org.mneme.example.wordvectors;

import java.util.Map;

/**
 * Know the vectors of words, those of the file and those of words that are not in it.
 *
 * @param vectors by word, lower case; nobody may write to them
 * @param ranks how many words of the file are more frequent
 * @param dimension the components of every vector
 * @param checksum tells one file, or one part of it, from another
 */
record WordVectors(Map<String, float[]> vectors, Map<String, Integer> ranks, int dimension, String checksum) {

    /** What a word weighs whose frequency is this: half. */
    private static final double HALF_WEIGHT_FREQUENCY = 1e-3;

    /** The frequency of the first of n words is 1 / (ln n + this), by Zipf's law. */
    private static final double EULER = 0.5772;

    /**
     * Return how much a word says, between 0 and 1: the rarer, the more.
     *
     * <p>Smooth inverse frequency, a / (a + p): Arora, Liang, Ma, "A simple but tough-to-beat baseline for sentence
     * embeddings" (2017). The file tells only the order of the words, so the frequency p is estimated from the rank by
     * Zipf's law. A word that is not in the file is rare.
     */
    double weight(String word) {
        Integer rank = ranks.get(word);
        if (rank == null) {
            return 1;
        }
        double frequency = 1 / ((rank + 1) * (Math.log(ranks.size()) + EULER));
        return HALF_WEIGHT_FREQUENCY / (HALF_WEIGHT_FREQUENCY + frequency);
    }

    /** Add the weighted direction of a word to a sum. */
    void addTo(double[] sum, String word) {
        float[] vector = vectors.get(word);
        double weight = weight(word);
        if (vector == null) {
            LetterGroups.addTo(sum, word, weight);
            return;
        }
        double length = length(vector);
        for (int i = 0; i < dimension && length > 0; i++) {
            sum[i] += weight * vector[i] / length;
        }
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        return Math.sqrt(squares);
    }
}
