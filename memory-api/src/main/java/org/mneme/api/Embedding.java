package org.mneme.api;

import java.util.List;
import java.util.Objects;

/**
 * Hold the vectors of one text, one for each window of it.
 *
 * @param model the id of the model that made them; vectors of different models are never compared
 * @param windows unit vectors, all of the same dimension, in the order of the text; at least one. The arrays are not
 *     copied: nobody may write to them.
 */
public record Embedding(String model, List<float[]> windows) {

    public Embedding {
        Objects.requireNonNull(model, "model");
        windows = List.copyOf(windows);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("an embedding has at least one vector");
        }
        int dimension = windows.get(0).length;
        if (dimension == 0 || windows.stream().anyMatch(window -> window.length != dimension)) {
            throw new IllegalArgumentException("all vectors of an embedding have the same dimension, which is not 0");
        }
    }

    /** Return the number of components of each vector. */
    public int dimension() {
        return windows.get(0).length;
    }

    /** Return the only vector of a text that is one window, such as a query. */
    public float[] single() {
        if (windows.size() != 1) {
            throw new IllegalStateException("expected one vector, found " + windows.size());
        }
        return windows.get(0);
    }
}
