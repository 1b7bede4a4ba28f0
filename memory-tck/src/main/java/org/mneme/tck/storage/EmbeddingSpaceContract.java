package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 10: vectors of different models never meet, and changing the model loses nothing. */
public interface EmbeddingSpaceContract extends StorageFixture {

    /** How long a writer pauses that stores while the model is switched. */
    long LEAST_PAUSE_NANOS = 20_000_000;

    /** How long it does at most. */
    long MOST_PAUSE_NANOS = 2_000_000_000;

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

    @Rule("R10a")
    default void vectorsThatAreNotOfTheModelToBeFilledAreRefused() {
        try (Store store = fresh()) {
            EmbeddingSpaces spaces = store.storage().embeddingSpaces();
            Stored stored = stored(store, 1).get(0);
            Filled wrong = new Filled(
                    Scope.of(stored.scope().workspace()), stored.memory().id(), 1, stored.embedding());

            assertMismatch(() -> spaces.fill(Samples.OTHER_SPACE, List.of(wrong)));

            assertThat(spaces.coverage(Samples.OTHER_SPACE)).isEqualTo(new Coverage(0, 1));
            assertThat(spaces.coverage(Samples.SPACE)).isEqualTo(new Coverage(1, 1));
        }
    }

    private static void assertMismatch(ThrowingCallable call) {
        assertConflict("embedding_model_mismatch", call);
    }

    private static void assertConflict(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MemoryException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.CONFLICT);
            assertThat(refusal.code()).isEqualTo(code);
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
            assertConflict("embedding_space_incomplete", () -> spaces.activate(Samples.OTHER_SPACE));
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
    default void whatIsStoredDuringASwitchHasVectorsOfTheNewModelOrIsRefused() throws Exception {
        try (Store store = fresh()) {
            EmbeddingSpaces spaces = store.storage().embeddingSpaces();
            stored(store, 3);
            AtomicBoolean ended = new AtomicBoolean();
            AtomicInteger taken = new AtomicInteger();
            ExecutorService writers = Executors.newFixedThreadPool(2);
            List<Future<Integer>> refusals = List.of(
                    writers.submit(() -> storeUntil(ended, store, 705, taken)),
                    writers.submit(() -> storeUntil(ended, store, 706, taken)));
            try {
                for (Space target : List.of(Samples.OTHER_SPACE, Samples.SPACE, Samples.OTHER_SPACE, Samples.SPACE)) {
                    int before = taken.get();
                    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> taken.get() >= before + 4);
                    switchTo(target, spaces);
                    assertThat(spaces.missing(target, Optional.empty(), 100))
                            .as("stored by the former model while %s became active", target.model())
                            .isEmpty();
                }
            } finally {
                ended.set(true);
                writers.shutdown();
            }
            int refused = 0;
            for (Future<Integer> each : refusals) {
                refused += each.get(30, TimeUnit.SECONDS);
            }
            assertThat(refused).as("the writers met the switches").isPositive();
        }
    }

    /** Store again and again by the model that was active after the last refusal; returns how often there was one. */
    private int storeUntil(AtomicBoolean ended, Store store, long seed, AtomicInteger taken) {
        Map<Space, TestVectors> vectors = Map.of(
                Samples.SPACE, Samples.vectors(seed), Samples.OTHER_SPACE, Samples.vectors(Samples.OTHER_SPACE, seed));
        Scope scope = workspace();
        Space model = Samples.SPACE;
        int refusals = 0;
        long pause = LEAST_PAUSE_NANOS;
        for (int i = 0; !ended.get(); i++) {
            Memory memory =
                    Samples.memory(scope, "stored meanwhile " + i, store.clock().instant());
            try {
                store.storage()
                        .memories()
                        .write(
                                scope,
                                List.of(Samples.write(memory, vectors.get(model).next())));
                taken.incrementAndGet();
            } catch (MemoryException refusal) {
                assertThat(refusal.code()).isEqualTo("embedding_model_mismatch");
                model = store.storage().embeddingSpaces().active().orElseThrow();
                refusals++;
                pause = LEAST_PAUSE_NANOS;
            }
            // longer and longer until there is a switch, so that however slow it is, it finds everything filled at last
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause));
            pause = Math.min(pause + pause / 2, MOST_PAUSE_NANOS);
        }
        return refusals;
    }

    private static void switchTo(Space target, EmbeddingSpaces spaces) {
        TestVectors vectors = Samples.vectors(target, 707);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    List<Missing> missing = spaces.missing(target, Optional.empty(), 1_000);
                    spaces.fill(
                            target,
                            missing.stream()
                                    .map(each -> new Filled(
                                            each.workspace(),
                                            each.memory().id(),
                                            each.memory().version(),
                                            vectors.next()))
                                    .toList());
                    return activated(target, spaces);
                });
    }

    private static boolean activated(Space target, EmbeddingSpaces spaces) {
        try {
            spaces.activate(target);
            return true;
        } catch (MemoryException refusal) {
            assertThat(refusal.code()).isEqualTo("embedding_space_incomplete");
            return false;
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
    default void whatHasExpiredIsNeitherListedNorCountedAndHoldsNoSwitchUp() {
        try (Store store = fresh()) {
            EmbeddingSpaces spaces = store.storage().embeddingSpaces();
            Stored lasting = stored(store, 1).get(0);
            Instant now = store.clock().instant();
            Memory fleeting = Samples.memory(lasting.scope(), "until tomorrow", now).toBuilder()
                    .expiresAt(now.plus(Duration.ofHours(24)))
                    .build();
            store.storage()
                    .memories()
                    .write(
                            lasting.scope(),
                            List.of(Samples.write(fleeting, Samples.vectors(708).next())));
            fillAll(spaces, Samples.OTHER_SPACE, List.of(lasting));
            assertThat(spaces.coverage(Samples.OTHER_SPACE)).isEqualTo(new Coverage(1, 2));

            store.clock().advance(Duration.ofHours(24));

            assertThat(spaces.missing(Samples.OTHER_SPACE, Optional.empty(), 10))
                    .isEmpty();
            assertThat(spaces.coverage(Samples.OTHER_SPACE)).isEqualTo(new Coverage(1, 1));
            spaces.activate(Samples.OTHER_SPACE);
            assertThat(spaces.active()).contains(Samples.OTHER_SPACE);
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
            assertConflict("embedding_space_active", () -> spaces.discard(Samples.SPACE));
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
