package org.mneme.core.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.core.embedding.EmbeddingCheck;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/**
 * Embed with whichever model is in the seat, all of which make the same vectors.
 *
 * @param modelId the id all of them have
 * @param dimension the dimension all of them have
 */
record LiveEmbedding(String modelId, int dimension, Seat<EmbeddingModel> seat) implements EmbeddingModel {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        try {
            return seat.call(
                    Seats.UNLIMITED, model -> model.embed(texts, purpose), answer -> check(texts, purpose, answer));
        } catch (PluginFailure e) {
            throw MemoryException.embeddingUnavailable(
                    "The embedding model " + e.getMessage() + ".", RETRY_AFTER, e.getCause());
        }
    }

    private void check(List<String> texts, Purpose purpose, List<Embedding> answer) throws PluginFailure {
        Optional<String> complaint = EmbeddingCheck.complaint(texts.size(), purpose, dimension, answer);
        if (complaint.isPresent()) {
            throw PluginFailure.lied(complaint.get());
        }
    }

    @Override
    public Health health() {
        return seat.health();
    }

    @Override
    public void close() {
        Seats.vacate(seat);
    }
}
