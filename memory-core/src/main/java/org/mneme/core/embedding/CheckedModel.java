package org.mneme.core.embedding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.spi.storage.EmbeddingSpaces;

/** One open model with the vectors of recent queries; checks what the model returns. */
final class CheckedModel {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final EmbeddingModel model;
    private final Cache<String, Embedding> queries;

    CheckedModel(EmbeddingModel model, int cachedQueries) {
        this.model = model;
        this.queries = Caffeine.newBuilder().maximumSize(cachedQueries).build();
    }

    EmbeddingSpaces.Space space() {
        return new EmbeddingSpaces.Space(model.modelId(), model.dimension());
    }

    List<Embedding> memories(List<String> contents) {
        return contents.isEmpty() ? List.of() : embed(contents, Purpose.MEMORY);
    }

    Embedding query(String text) {
        return queries.get(text, query -> embed(List.of(query), Purpose.QUERY).get(0));
    }

    private List<Embedding> embed(List<String> texts, Purpose purpose) {
        List<Embedding> embeddings = ask(texts, purpose);
        if (embeddings.size() != texts.size()) {
            throw lied("returned " + embeddings.size() + " embeddings for " + texts.size() + " texts");
        }
        for (Embedding embedding : embeddings) {
            check(embedding, purpose);
        }
        return embeddings;
    }

    private List<Embedding> ask(List<String> texts, Purpose purpose) {
        try {
            return model.embed(texts, purpose);
        } catch (MemoryException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw MemoryException.embeddingUnavailable("The embedding model failed.", RETRY_AFTER, e);
        }
    }

    private void check(Embedding embedding, Purpose purpose) {
        if (embedding.dimension() != model.dimension()) {
            throw lied("returned " + embedding.dimension() + " components, not " + model.dimension());
        }
        if (purpose == Purpose.QUERY && embedding.windows().size() != 1) {
            throw lied("returned several vectors for one query");
        }
        for (float[] window : embedding.windows()) {
            double square = 0;
            for (float component : window) {
                square += (double) component * component;
            }
            // also false for NaN, which a component that is not finite leads to
            if (!(Math.abs(square - 1) < 1e-3)) {
                throw lied("returned a vector of length " + Math.sqrt(square) + ", not 1");
            }
        }
    }

    private MemoryException lied(String what) {
        return MemoryException.embeddingUnavailable(
                "The embedding model " + model.modelId() + " " + what + ".", RETRY_AFTER, null);
    }
}
