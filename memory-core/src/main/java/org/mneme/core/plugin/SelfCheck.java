package org.mneme.core.plugin;

import java.util.List;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.core.embedding.EmbeddingCheck;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;

/** Try a plugin that was just opened, before anything depends on it. */
final class SelfCheck {

    private static final List<String> TEXTS =
            List.of("The customer prefers email over phone calls.", "Invoices are sent on the first of the month.");

    private SelfCheck() {}

    /**
     * Check one plugin.
     *
     * @param mayBeAway whether it is enough that it says it is unavailable
     * @throws PluginFailure saying what it does wrong
     */
    static void of(Opened<?> opened, boolean mayBeAway) throws PluginFailure {
        try {
            if (opened.instance() instanceof EmbeddingModel model) {
                embedding(opened, model);
            }
        } catch (MemoryException e) {
            if (!(mayBeAway && e.kind() == MemoryException.Kind.UNAVAILABLE)) {
                throw PluginFailure.lied(e.getMessage());
            }
            opened.track().failed(PluginFailure.describe(e));
        }
        Health health = opened.health();
        if (health.state() == Health.State.DOWN && !mayBeAway) {
            throw PluginFailure.lied("it says that it is down: " + health.message());
        }
    }

    private static void embedding(Opened<?> opened, EmbeddingModel model) throws PluginFailure {
        String id = opened.fence().call(Seats.UNLIMITED, model::modelId);
        int dimension = opened.fence().call(Seats.UNLIMITED, model::dimension);
        if (id == null || id.isBlank()) {
            throw PluginFailure.lied("its model has no id");
        }
        if (dimension < 1) {
            throw PluginFailure.lied("its vectors have " + dimension + " components");
        }
        for (Purpose purpose : Purpose.values()) {
            List<Embedding> answer = opened.fence().call(Seats.UNLIMITED, () -> model.embed(TEXTS, purpose));
            Optional<String> complaint = EmbeddingCheck.complaint(TEXTS.size(), purpose, dimension, answer);
            if (complaint.isPresent()) {
                throw PluginFailure.lied("it " + complaint.get());
            }
            String maker = answer.get(0).model();
            if (!maker.equals(id)) {
                throw PluginFailure.lied("its vectors say that " + maker + " made them, its model is " + id);
            }
        }
    }
}
