package org.mneme.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

class EmbedderTest {

    private static final Space FORMER = new Space("former", 2);
    private static final Space NEXT = new Space("next", 2);

    private final AtomicReference<Space> inStore = new AtomicReference<>(FORMER);
    private final Embedder embedder =
            new Embedder(List.of(new Model("former"), new Model("next")), 10, () -> Optional.of(inStore.get()));

    /** A model that always looks east. */
    private record Model(String modelId) implements EmbeddingModel {

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public List<Embedding> embed(List<String> texts, Purpose purpose) {
            return texts.stream()
                    .map(text -> new Embedding(modelId, List.of(new float[] {1, 0})))
                    .toList();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** Do what a store does: take vectors of its active model only. */
    private String take(Embedding embedding) {
        if (!embedding.model().equals(inStore.get().model())) {
            throw MemoryException.conflict("embedding_model_mismatch", "not " + embedding.model());
        }
        return embedding.model();
    }

    @Test
    void workThatMeetsASwitchIsDoneAgainByTheNewModel() {
        List<String> tried = new ArrayList<>();
        inStore.set(NEXT);

        String taken = embedder.following(() -> {
            Embedding embedding = embedder.memory("text");
            tried.add(embedding.model());
            return take(embedding);
        });

        assertThat(taken).isEqualTo("next");
        assertThat(tried).containsExactly("former", "next");
        assertThat(embedder.space()).isEqualTo(NEXT);
    }

    @Test
    void aQueryKeptFromTheFormerModelIsNeverGivenForTheNewOne() {
        assertThat(embedder.query("text").model()).isEqualTo("former");
        inStore.set(NEXT);
        embedder.follow();
        assertThat(embedder.query("text").model()).isEqualTo("next");
        assertThat(embedder.query("text", FORMER).model()).isEqualTo("former");
    }

    @Test
    void aModelThatIsNotOpenHereIsUnavailableAndTheActiveOneStays() {
        inStore.set(new Space("third", 2));
        assertThatThrownBy(() -> embedder.following(() -> take(embedder.memory("text"))))
                .isInstanceOfSatisfying(MemoryException.class, e -> {
                    assertThat(e.kind()).isEqualTo(MemoryException.Kind.UNAVAILABLE);
                    assertThat(e.code()).isEqualTo("embedding_model_changed");
                });
        assertThat(embedder.space()).isEqualTo(FORMER);
    }

    @Test
    void anotherConflictIsNotTriedAgain() {
        List<String> tried = new ArrayList<>();
        assertThatThrownBy(() -> embedder.following(() -> {
                    tried.add("once");
                    throw MemoryException.conflict("version", "changed");
                }))
                .isInstanceOf(MemoryException.class);
        assertThat(tried).hasSize(1);
    }
}
