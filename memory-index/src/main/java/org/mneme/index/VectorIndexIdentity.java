package org.mneme.index;

import java.util.Objects;

/**
 * Say whose vectors an index holds; an index of another identity is thrown away when it is opened.
 *
 * @param databaseId the id the database got when it was made
 * @param modelId the id of the embedding model
 * @param dimension the length of its vectors, 1 to 16,384
 */
public record VectorIndexIdentity(String databaseId, String modelId, int dimension) {
    public VectorIndexIdentity {
        Objects.requireNonNull(databaseId, "databaseId");
        Objects.requireNonNull(modelId, "modelId");
        if (dimension < 1 || dimension > 16_384) {
            throw new IllegalArgumentException("dimension must be 1 to 16384: " + dimension);
        }
    }
}
