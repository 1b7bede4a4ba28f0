package org.mneme.core.reembed;

import java.util.Objects;
import java.util.Optional;
import org.mneme.spi.storage.EmbeddingSpaces;

/**
 * Show how far the change to another model is.
 *
 * @param state what happens now
 * @param active the model that stores and searches
 * @param configured the model of {@code mneme.embedding}, to which a switch goes back
 * @param next the model of {@code mneme.reembed.embedding}; empty if none is configured
 * @param filling the model that is not active and has its vectors filled in; empty if none is configured
 * @param filled how many memories have vectors of the model that is filled in
 * @param total how many memories there are
 * @param refused how many memories this server could not embed by it since its start
 * @param perSecond how many memories this server has embedded anew a second, since it last began to
 * @param trouble what holds the filling up, a sentence; empty if nothing does
 */
public record ReembedStatus(
        State state,
        EmbeddingSpaces.Space active,
        EmbeddingSpaces.Space configured,
        Optional<EmbeddingSpaces.Space> next,
        Optional<EmbeddingSpaces.Space> filling,
        long filled,
        long total,
        int refused,
        double perSecond,
        Optional<String> trouble) {

    /** What happens now. */
    public enum State {
        /** No other model is configured. */
        NOT_CONFIGURED,
        /** Another model is configured, and nothing is filled in. */
        IDLE,
        /** Vectors are being filled in. */
        FILLING,
        /** Every memory has vectors of both models, and what is written gets both: ready to switch, or to go back. */
        COMPLETE
    }

    public ReembedStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(active, "active");
        Objects.requireNonNull(configured, "configured");
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(filling, "filling");
        Objects.requireNonNull(trouble, "trouble");
    }
}
