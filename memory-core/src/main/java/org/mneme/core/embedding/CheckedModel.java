package org.mneme.core.embedding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        Optional<String> complaint = EmbeddingCheck.complaint(texts.size(), purpose, model.dimension(), embeddings);
        if (complaint.isPresent()) {
            throw MemoryException.embeddingUnavailable(
                    "The embedding model " + model.modelId() + " " + complaint.get() + ".", RETRY_AFTER, null);
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
}
