package org.mneme.spi.storage;

import java.util.List;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.api.Scope;

/**
 * Keep the vectors of different models apart, and change from one to another.
 *
 * <p>Exactly one model is active: {@link MemoryStore} stores, searches and reconciles with its vectors, and refuses others
 * ({@code CONFLICT}, code {@code embedding_model_mismatch}). Another may be filled beside it; while it is, a write may bring
 * vectors of it too through {@link #fill}. All calls serve the whole server.
 */
public interface EmbeddingSpaces {

    /** A model and the dimension of its vectors. */
    record Space(String model, int dimension) {}

    /** Say how far a model's vectors are filled: memories that have them, and all there are. */
    record Coverage(long filled, long total) {}

    /** A memory that lacks vectors of a model. */
    record Missing(Scope workspace, Memory memory) {}

    /** Vectors for one version of a memory; they are dropped if it has changed or gone since. */
    record Filled(Scope workspace, String memory, int version, Embedding embedding) {}

    /** Return the active model; empty in a store that was never used. */
    Optional<Space> active();

    /**
     * Make a model the active one, at once and for every server; the vectors of the one before are kept for going back.
     *
     * @throws org.mneme.api.MemoryException of kind {@code CONFLICT}, code {@code embedding_space_incomplete}, if some
     *     memory lacks its vectors, unless none has any
     */
    void activate(Space space);

    /**
     * Return up to {@code limit} memories that have no vectors of a model, in the order of their ids after {@code afterId}.
     * Expired ones are left out, as they are by {@link #coverage}.
     */
    List<Missing> missing(Space space, Optional<String> afterId, int limit);

    /**
     * Store vectors of a model, active or not; a repeat changes nothing.
     *
     * @throws org.mneme.api.MemoryException of kind {@code CONFLICT}, code {@code embedding_model_mismatch}, if some are not of
     *     that model; none is stored then
     */
    void fill(Space space, List<Filled> filled);

    /** Return how far a model's vectors are filled. */
    Coverage coverage(Space space);

    /**
     * Delete all vectors of a model that is not active.
     *
     * @throws org.mneme.api.MemoryException of kind {@code CONFLICT}, code {@code embedding_space_active}, if it is
     */
    void discard(Space space);
}
