package org.mneme.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.mneme.embedding.UnitVectors;

/** Check what a service returned as vectors: a service may be wrong, and one bad vector spoils every search. */
final class VectorReader {

    private VectorReader() {}

    /**
     * Return unit vectors, one for each text.
     *
     * @param dimension the number of components expected; 0 takes that of the first vector
     * @throws RemoteFailure if there are more or fewer vectors than texts, or one is not a finite, non-zero list of
     *     {@code dimension} numbers
     */
    static List<float[]> read(List<JsonNode> vectors, int texts, int dimension) {
        if (vectors.size() != texts) {
            throw RemoteFailure.wrongAnswer("answered with " + vectors.size() + " vectors for " + texts + " texts");
        }
        int expected = dimension == 0 && texts > 0 ? vectors.get(0).size() : dimension;
        return vectors.stream().map(vector -> read(vector, expected)).toList();
    }

    private static float[] read(JsonNode vector, int dimension) {
        if (!vector.isArray() || vector.size() != dimension || dimension == 0) {
            throw RemoteFailure.wrongAnswer("answered with a vector of " + vector.size() + " components, not "
                    + dimension + "; is the option dimension right?");
        }
        float[] components = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            if (!vector.get(i).isNumber()) {
                throw RemoteFailure.wrongAnswer("answered with a vector that holds something not a number");
            }
            components[i] = vector.get(i).floatValue();
        }
        try {
            return UnitVectors.normalise(components);
        } catch (IllegalArgumentException e) {
            throw RemoteFailure.wrongAnswer("answered with a vector that cannot be used: " + e.getMessage());
        }
    }
}
