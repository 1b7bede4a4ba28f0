package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.EmbeddingSpaces.Coverage;
import org.mneme.spi.storage.EmbeddingSpaces.Filled;
import org.mneme.spi.storage.EmbeddingSpaces.Missing;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 10: vectors of different models never meet, and changing the model loses nothing. */
public interface EmbeddingSpaceContract extends StorageFixture {

    @Rule("R10a")
    default void vectorsOfAnotherModelOrDimensionAreRefused() {
        Scope scope = workspace();
        Embedding mine = Samples.vectors(700).next();
        Memory memory = Samples.memory(scope, "of the active model", now());
        memories().write(scope, List.of(Samples.write(memory, mine)));
        Embedding otherModel = new TestVectors("tck:gamma", Samples.SPACE.dimension(), 1).next();
        Embedding otherDimension = new TestVectors(Samples.SPACE.model(), 32, 1).next();

        for (Embedding wrong : List.of(otherModel, otherDimension)) {
            Memory refused = Samples.memory(scope, "refused", now());
            assertMismatch(() -> memories().write(scope, List.of(Samples.write(refused, wrong))));
            assertMismatch(() ->
                    memories().write(scope, List.of(Samples.reconciled(refused, wrong, 0.5, Samples::keepOrInsert))));
            assertMismatch(() -> memories().update(scope, new MemoryUpdate(memory, Optional.of(wrong), 1)));
            assertMismatch(() -> memories().search(scope, Samples.byVector(wrong, 5)));
        }
        assertThat(memories().count(scope, Filter.all())).isEqualTo(1);
        assertThat(memories().get(scope, memory.id())).contains(memory);
    }

    private static void assertMismatch(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MemoryException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.CONFLICT);
            assertThat(refusal.code()).isEqualTo("embedding_model_mismatch");
        });
    }

    @Rule("R10b")
    default void anUnusedStoreHasNoModelAndTakesTheFirst() {
        try (Store store = unused()) {
            EmbeddingSpaces spaces = store.storage().embeddingSpaces();
            assertThat(spaces.active()).isEmpty();

            spaces.activate(Samples.OTHER_SPACE);
            assertThat(spaces.active()).contains(Samples.OTHER_SPACE);
            assertThat(store.reopen().embeddingSpaces().active()).contains(Samples.OTHER_SPACE);
        }
    }

    @Rule("R10c")
    default void aModelIsFilledBesideTheActiveOneThenSwitchedToAndBack() {
        try (Store store = fresh()) {
            Storage storage = store.storage();
            EmbeddingSpaces spaces = storage.embeddingSpaces();
            List<Stored> stored = stored(store, 25);
            MemoryStore memories = storage.memories();

            assertThat(spaces.coverage(Samples.SPACE)).isEqualTo(new Coverage(25, 25));
            assertThat(spaces.coverage(Samples.OTHER_SPACE)).isEqualTo(new Coverage(0, 25));
            assertThatThrownBy(() -> spaces.activate(Samples.OTHER_SPACE))
                    .as("not filled yet")
                    .isInstanceOfSatisfying(
                            MemoryException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.CONFLICT));
            List<Embedding> others = fillAll(spaces, Samples.OTHER_SPACE, stored);
            assertThat(spaces.coverage(Samples.OTHER_SPACE)).isEqualTo(new Coverage(25, 25));
            assertNearest(
                    memories, stored, stored.stream().map(Stored::embedding).toList());

            spaces.activate(Samples.OTHER_SPACE);

            assertThat(spaces.active()).contains(Samples.OTHER_SPACE);
            assertNearest(memories, stored, others);
            assertMismatch(() -> memories.search(
                    stored.get(0).scope(), Samples.byVector(stored.get(0).embedding(), 1)));
            assertNearest(store.reopen().memories(), stored, others);

            store.storage().embeddingSpaces().activate(Samples.SPACE);
            assertNearest(
                    store.storage().memories(),
                    stored,
                    stored.stream().map(Stored::embedding).toList());
        }
    }

    @Rule("R10c")
    default void everyServerSwitchesAtOnce() {
        assumeTrue(storage().capabilities().contains(Capability.SHARED), "the storage does not declare SHARED");
        try (Store store = fresh()) {
            EmbeddingSpaces here = store.storage().embeddingSpaces();
            List<Stored> stored = stored(store, 5);
            Storage there = store.another();
            List<Embedding> others = fillAll(here, Samples.OTHER_SPACE, stored);

            here.activate(Samples.OTHER_SPACE);

            assertThat(there.embeddingSpaces().active()).contains(Samples.OTHER_SPACE);
            Stored first = stored.get(0);
            Memory late = Samples.memory(
                    first.scope(), "of the former model", store.clock().instant());
            assertMismatch(() ->
                    there.memories().write(first.scope(), List.of(Samples.write(late, first.embedding()))));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertNearest(there.memories(), stored, others));
        }
    }

    @Rule("R10d")
    default void whatLacksVectorsIsListedInOrderUntilItIsFilled() {
        try (Store store = fresh()) {
            EmbeddingSpaces spaces = store.storage().embeddingSpaces();
            List<Stored> stored = stored(store, 12);
            List<String> ids =
                    stored.stream().map(each -> each.memory().id()).sorted().toList();

            List<String> walked = new ArrayList<>();
            Optional<String> after = Optional.empty();
            for (int page = 0; page < 4; page++) {
                List<Missing> missing = spaces.missing(Samples.OTHER_SPACE, after, 5);
                missing.forEach(each -> walked.add(each.memory().id()));
                after = missing.isEmpty()
                        ? after
                        : Optional.of(missing.get(missing.size() - 1).memory().id());
            }
            assertThat(walked).isEqualTo(ids);
            fillAll(spaces, Samples.OTHER_SPACE, stored.subList(0, 4));
            assertThat(spaces.missing(Samples.OTHER_SPACE, Optional.empty(), 100))
                    .extracting(each -> each.memory().id())
                    .doesNotContainAnyElementsOf(stored.subList(0, 4).stream()
                            .map(each -> each.memory().id())
                            .toList())
                    .hasSize(8);
            assertThat(spaces.missing(Samples.OTHER_SPACE, Optional.empty(), 1)
                            .get(0)
                            .workspace())
                    .isEqualTo(Scope.of(stored.get(4).scope().workspace()));
        }
    }

    @Rule("R10d")
    default void aMemoryStoredWithoutVectorsIsFoundByThemOnceFilled() {
        Scope scope = workspace();
        Embedding embedding = Samples.vectors(701).next();
        Memory memory = Samples.memory(scope, "vectors come later", now());
        memories().write(scope, List.of(new MemoryWrite(memory, Optional.empty(), List.of(), Optional.empty())));
        Filled filled = new Filled(Scope.of(scope.workspace()), memory.id(), 1, embedding);

        storage().embeddingSpaces().fill(Samples.SPACE, List.of(filled));
        storage().embeddingSpaces().fill(Samples.SPACE, List.of(filled));

        assertThat(Reads.finding(memories(), scope, memory, embedding)).isEqualTo(Reads.ALL);
        assertThat(memories().search(scope, Samples.byVector(embedding, 5)).hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.similarity().orElseThrow()).isCloseTo(1, within(1e-4)));
    }

    @Rule("R10e")
    default void vectorsForAFormerVersionAreDropped() {
        try (Store store = fresh()) {
            Storage storage = store.storage();
            Stored first = stored(store, 1).get(0);
            fillAll(storage.embeddingSpaces(), Samples.OTHER_SPACE, List.of(first));
            Memory changed = first.memory().toBuilder().content("changed").build();
            Embedding embedding = Samples.vectors(702).next();
            storage.memories().update(first.scope(), new MemoryUpdate(changed, Optional.of(embedding), 1));

            assertThat(storage.embeddingSpaces().coverage(Samples.OTHER_SPACE))
                    .as("the other model's vectors were of the former content")
                    .isEqualTo(new Coverage(0, 1));
            Filled late = new Filled(
                    Scope.of(first.scope().workspace()), first.memory().id(), 1, first.embedding());
            storage.embeddingSpaces().fill(Samples.SPACE, List.of(late));
            assertThat(storage.memories()
                            .search(first.scope(), Samples.byVector(embedding, 1))
                            .hits()
                            .get(0)
                            .similarity()
                            .orElseThrow())
                    .isCloseTo(1, within(1e-4));
        }
    }

    @Rule("R10f")
    default void onlyAModelThatIsNotActiveIsDiscarded() {
        try (Store store = fresh()) {
            EmbeddingSpaces spaces = store.storage().embeddingSpaces();
            List<Stored> stored = stored(store, 3);
            fillAll(spaces, Samples.OTHER_SPACE, stored);

            spaces.discard(Samples.OTHER_SPACE);
            assertThat(spaces.coverage(Samples.OTHER_SPACE)).isEqualTo(new Coverage(0, 3));
            assertThatThrownBy(() -> spaces.discard(Samples.SPACE))
                    .isInstanceOfSatisfying(
                            MemoryException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.CONFLICT));
            assertNearest(
                    store.storage().memories(),
                    stored,
                    stored.stream().map(Stored::embedding).toList());
        }
    }

    /** A stored memory and its vectors of {@link Samples#SPACE}. */
    record Stored(Scope scope, Memory memory, Embedding embedding) {}

    private List<Stored> stored(Store store, int count) {
        Scope scope = workspace();
        Instant at = store.clock().instant();
        TestVectors vectors = Samples.vectors(703);
        List<Stored> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Stored each = new Stored(scope, Samples.memory(scope, "number " + i, at.plusSeconds(i)), vectors.next());
            stored.add(each);
            store.storage().memories().write(scope, List.of(Samples.write(each.memory(), each.embedding())));
        }
        return stored;
    }

    private static List<Embedding> fillAll(EmbeddingSpaces spaces, EmbeddingSpaces.Space space, List<Stored> stored) {
        TestVectors vectors = Samples.vectors(space, 704);
        List<Embedding> embeddings = new ArrayList<>();
        List<Filled> filled = new ArrayList<>();
        for (Stored each : stored) {
            Embedding embedding = vectors.next();
            embeddings.add(embedding);
            filled.add(new Filled(
                    Scope.of(each.scope().workspace()),
                    each.memory().id(),
                    each.memory().version(),
                    embedding));
        }
        spaces.fill(space, filled);
        return embeddings;
    }

    private static void assertNearest(MemoryStore memories, List<Stored> stored, List<Embedding> embeddings) {
        for (int i = 0; i < stored.size(); i++) {
            Stored each = stored.get(i);
            assertThat(memories.search(each.scope(), Samples.byVector(embeddings.get(i), 1))
                            .hits())
                    .singleElement()
                    .satisfies(hit -> {
                        assertThat(hit.memory().id()).isEqualTo(each.memory().id());
                        assertThat(hit.similarity().orElseThrow()).isCloseTo(1, within(1e-4));
                    });
        }
    }
}
