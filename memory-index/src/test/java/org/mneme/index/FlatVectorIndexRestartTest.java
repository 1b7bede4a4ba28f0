package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mneme.index.VectorIndexFixture.DATABASE;
import static org.mneme.index.VectorIndexFixture.MODEL;
import static org.mneme.index.VectorIndexFixture.NOW;
import static org.mneme.index.VectorIndexFixture.openReady;
import static org.mneme.index.VectorIndexFixture.put;
import static org.mneme.index.VectorIndexFixture.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatVectorIndexRestartTest {

    private static final int DIMENSION = 32;
    private static final int BYTES = DIMENSION * Float.BYTES;

    @TempDir
    Path root;

    private final Random random = new Random(11);

    private Path directory() {
        return root.resolve("index");
    }

    private float[] vector() {
        return Vectors.random(random, DIMENSION);
    }

    private VectorIndexFixture filled(int size) {
        VectorIndexFixture fixture = VectorIndexFixture.empty(directory(), DIMENSION);
        List<IndexChange.Put> puts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            IndexedMemory memory = new IndexedMemory(
                    "w", "m" + i, Set.of("n=" + i % 3, "only=" + i), NOW - i, NOW + i, i % 5 == 0 ? NOW + i : 0);
            List<float[]> windows = i % 4 == 0 ? List.of(vector(), vector()) : List.of(vector());
            puts.add(new IndexChange.Put(memory, "", windows));
        }
        fixture.putAll("w", puts);
        return fixture;
    }

    /** Compare an index with the model by searches through filters of every kind of attribute. */
    private void assertSame(FlatVectorIndex index, ModelIndex model) {
        List<IndexFilter> filters = List.of(
                IndexFilter.all(),
                IndexFilter.term("n", "1"),
                IndexFilter.term("only", "7"),
                new IndexFilter.CreatedRange(NOW - 100, NOW - 50),
                new IndexFilter.UpdatedRange(NOW + 20, NOW + 70));
        for (IndexFilter filter : filters) {
            for (long now : new long[] {NOW - 1, NOW + 60}) {
                float[] vector = vector();
                IndexQuery query = new IndexQuery("w", filter, now, 1000, IndexQuery.ANY_SCORE);
                assertThat(index.search(vector, query)).isEqualTo(model.search(vector, query));
            }
        }
    }

    @Test
    void aClosedIndexOpensAsItWas() {
        ModelIndex model;
        try (VectorIndexFixture fixture = filled(500)) {
            for (int i = 0; i < 500; i += 7) {
                fixture.remove("w", "m" + i);
            }
            fixture.put(put("w", "m1", Set.of("n=1"), vector()));
            fixture.put(put("other", "m1", Set.of(), vector()));
            model = fixture.model;
        }
        try (FlatVectorIndex again = VectorIndexFixture.open(directory(), DIMENSION)) {
            assertThat(again.rebuildReason()).isEmpty();
            assertThat(again.appliedClocks()).isEqualTo(Map.of("w", 74L, "other", 1L));
            assertSame(again, model);
        }
    }

    @Test
    void anIndexOpensAtItsLastFlushAfterAKill() throws IOException {
        try (VectorIndexFixture fixture = filled(300)) {
            fixture.index.flush();
            float[] late = vector();
            fixture.index.apply("w", 2, List.of(put("w", "late", Set.of("late=yes"), late)));
            fixture.index.apply("w", 3, List.of(new IndexChange.Remove("m5")));
            fixture.index.apply("w", 4, List.of(put("w", "m6", Set.of(), late)));

            Path killed = Directories.copy(directory(), root.resolve("killed"));
            try (FlatVectorIndex again = VectorIndexFixture.open(killed, DIMENSION)) {
                assertThat(again.rebuildReason()).isEmpty();
                assertThat(again.appliedClock("w")).isEqualTo(1);
                assertSame(again, fixture.model);

                again.apply("w", 2, List.of(put("w", "late", Set.of("late=yes"), late)));
                again.apply("w", 3, List.of(new IndexChange.Remove("m5")));
                fixture.model.put(put("w", "late", Set.of("late=yes"), late));
                fixture.model.remove("w", "m5");
                assertSame(again, fixture.model);
            }
        }
    }

    @Test
    void whatAKilledIndexHadNotCommittedIsNoLongerInItsFiles() throws IOException {
        try (VectorIndexFixture fixture = filled(10)) {
            fixture.index.flush();
            float[] late = vector();
            fixture.put(put("w", "late", Set.of("late=secret"), late));
            Path killed = Directories.copy(directory(), root.resolve("killed"));
            assertThat(Directories.anyContains(killed, bytes(late))).isTrue();

            VectorIndexFixture.open(killed, DIMENSION).close();
            assertThat(Directories.anyContains(killed, bytes(late))).isFalse();
        }
    }

    @Test
    void aRemovedMemoryLeavesNothingInTheFilesAfterAFlush() throws IOException {
        float[] vector = vector();
        float[] replaced = vector();
        try (VectorIndexFixture fixture = filled(50)) {
            fixture.put(put("w", "secret-id", Set.of("user=secret-user", "n=1"), vector));
            fixture.put(put("w", "kept", Set.of("user=former-user"), replaced));
            fixture.index.flush();
            assertThat(Directories.anyContains(directory(), bytes(vector))).isTrue();
            assertThat(Directories.anyContains(directory(), "secret-user".getBytes()))
                    .isTrue();

            fixture.remove("w", "secret-id");
            fixture.put(put("w", "kept", Set.of(), vector()));
            fixture.index.flush();
            assertNothingOf(vector, replaced);
            assertSame(fixture.index, fixture.model);

            fixture.put(put("w", "another", Set.of("user=secret-user"), vector()));
            assertThat(fixture.index.count("w", IndexFilter.term("user", "secret-user"), NOW))
                    .isEqualTo(1);
            fixture.remove("w", "another");
        }
        try (VectorIndexFixture again = new VectorIndexFixture(openReady(directory(), DIMENSION))) {
            assertThat(again.index.search(vector, query("w", 1)).get(0).score()).isLessThan(1f);
            assertNothingOf(vector, replaced);
        }
    }

    private void assertNothingOf(float[]... vectors) throws IOException {
        for (float[] vector : vectors) {
            assertThat(Directories.anyContains(directory(), bytes(vector))).isFalse();
        }
        assertThat(Directories.anyContains(directory(), "secret".getBytes())).isFalse();
        assertThat(Directories.anyContains(directory(), "former-user".getBytes()))
                .isFalse();
    }

    @Test
    void aKillBetweenCommitAndErasureIsMadeGoodAtTheNextStart() throws IOException {
        float[] vector = vector();
        try (VectorIndexFixture fixture = filled(50)) {
            fixture.put(put("w", "secret-id", Set.of("user=secret-user"), vector));
            fixture.index.flush();
            fixture.remove("w", "secret-id");
            fixture.index.commitWithoutErasing();
            Path killed = Directories.copy(directory(), root.resolve("killed"));
            assertThat(Directories.anyContains(killed, bytes(vector))).isTrue();

            try (FlatVectorIndex again = VectorIndexFixture.open(killed, DIMENSION)) {
                assertSame(again, fixture.model);
            }
            assertThat(Directories.anyContains(killed, bytes(vector))).isFalse();
            assertThat(Directories.anyContains(killed, "secret".getBytes())).isFalse();
        }
    }

    private static byte[] bytes(float[] vector) {
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vectors", "entries", "commit"})
    void everyFlippedByteIsNoticed(String file) throws IOException {
        int size = 20;
        filled(size).close();
        long length = file.equals("vectors") ? 25L * BYTES : Files.size(file(directory(), file));
        for (int i = 0; i < 40; i++) {
            Path damaged = Directories.copy(directory(), root.resolve("damaged" + i));
            Directories.flip(file(damaged, file), i < 20 ? i * length / 20 : length - 1 - (i - 20));
            try (FlatVectorIndex index = VectorIndexFixture.open(damaged, DIMENSION)) {
                assertThat(index.needsRebuild()).as("byte %d", i).isTrue();
                assertThat(index.appliedClocks()).isEmpty();
                assertThatThrownBy(() -> index.search(vector(), query("w", 1)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(index.rebuildReason());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vectors", "entries", "commit"})
    void everyTruncationIsNoticed(String file) throws IOException {
        filled(20).close();
        long length = file.equals("vectors") ? 25L * BYTES : Files.size(file(directory(), file));
        for (int i = 0; i < 12; i++) {
            Path damaged = Directories.copy(directory(), root.resolve("damaged" + i));
            Directories.truncate(file(damaged, file), i < 6 ? i * length / 6 : length - (i - 5));
            try (FlatVectorIndex index = VectorIndexFixture.open(damaged, DIMENSION)) {
                assertThat(index.rebuildReason()).as("cut %d", i).contains("damaged");
            }
        }
    }

    private static Path file(Path directory, String name) {
        return Directories.files(directory).stream()
                .filter(file -> file.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vectors", "entries", "commit"})
    void aMissingFileIsNoticed(String file) throws IOException {
        filled(20).close();
        Files.delete(file(directory(), file));
        try (FlatVectorIndex index = VectorIndexFixture.open(directory(), DIMENSION)) {
            assertThat(index.needsRebuild()).isTrue();
        }
    }

    @Test
    void aDamagedIndexCanBeRebuiltInPlace() throws IOException {
        filled(20).close();
        Directories.flip(file(directory(), "vectors"), 100);
        try (VectorIndexFixture fixture = VectorIndexFixture.empty(directory(), DIMENSION)) {
            fixture.put(put("w", "m", Set.of("n=1"), vector()));
            assertSame(fixture.index, fixture.model);
        }
        try (FlatVectorIndex again = VectorIndexFixture.open(directory(), DIMENSION)) {
            assertThat(again.rebuildReason()).isEmpty();
        }
    }

    @Test
    void vectorsOfAnotherDatabaseModelOrDimensionAreThrownAway() throws IOException {
        filled(5).close();
        List<VectorIndexIdentity> others = List.of(
                new VectorIndexIdentity("another", MODEL, DIMENSION),
                new VectorIndexIdentity(DATABASE, "another", DIMENSION),
                new VectorIndexIdentity(DATABASE, MODEL, DIMENSION + 1));
        for (VectorIndexIdentity other : others) {
            Path copy = Directories.copy(directory(), root.resolve("copy" + others.indexOf(other)));
            try (FlatVectorIndex index = FlatVectorIndex.open(copy, other, VectorIndexOptions.DEFAULT)) {
                assertThat(index.rebuildReason()).contains("belongs to");
                assertThat(Directories.files(copy)).isEmpty();
            }
        }
    }

    @Test
    void aSecondInstanceIsRefused() {
        try (VectorIndexFixture fixture = filled(5)) {
            assertThatThrownBy(() -> VectorIndexFixture.open(directory(), DIMENSION))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
            assertSame(fixture.index, fixture.model);
        }
    }

    @Test
    void aRebuildReplacesEverythingAtOnce() {
        float[] vector = vector();
        try (VectorIndexFixture fixture = filled(30)) {
            try (IndexRebuild rebuild = fixture.index.rebuild()) {
                rebuild.add(put("w", "new", Set.of(), vector));
                assertSame(fixture.index, fixture.model);
                assertThatThrownBy(() -> fixture.index.apply("w", 2, List.of()))
                        .isInstanceOf(IllegalStateException.class);
                rebuild.complete(Map.of("w", 40L));
            }
            assertThat(fixture.index.search(vector, query("w", 10))).containsExactly(new IndexHit("new", 1f));
            assertThat(fixture.index.appliedClock("w")).isEqualTo(40);
        }
        try (FlatVectorIndex again = VectorIndexFixture.open(directory(), DIMENSION)) {
            assertThat(again.search(vector, query("w", 10))).containsExactly(new IndexHit("new", 1f));
            assertThat(again.appliedClock("w")).isEqualTo(40);
        }
    }

    @Test
    void anAbandonedRebuildChangesNothing() {
        try (VectorIndexFixture fixture = filled(30)) {
            try (IndexRebuild rebuild = fixture.index.rebuild()) {
                rebuild.add(put("w", "new", Set.of(), vector()));
            }
            assertSame(fixture.index, fixture.model);
            fixture.put(put("w", "later", Set.of(), vector()));
            assertSame(fixture.index, fixture.model);
        }
    }

    @Test
    void aCompactionFreesDeadVectorsAndChangesNoAnswer() throws IOException {
        try (VectorIndexFixture fixture = filled(1000)) {
            for (int i = 0; i < 1000; i += 2) {
                fixture.remove("w", "m" + i);
            }
            fixture.index.maintain();

            assertThat(fixture.index.size().dead()).isZero();
            assertThat(fixture.index.size().memories()).isEqualTo(500);
            assertSame(fixture.index, fixture.model);
            assertThat(Directories.files(directory())).hasSize(3);
            fixture.put(put("w", "m1", Set.of("n=1"), vector()));
            assertSame(fixture.index, fixture.model);
            fixture.index.flush();
            Path killed = Directories.copy(directory(), root.resolve("killed"));
            try (FlatVectorIndex again = VectorIndexFixture.open(killed, DIMENSION)) {
                assertThat(again.appliedClock("w")).isEqualTo(fixture.index.appliedClock("w"));
                assertSame(again, fixture.model);
            }
        }
    }

    @Test
    void changesThatComeInAnyOrderGiveTheLatestState() {
        float[] older = vector();
        float[] newer = vector();
        try (VectorIndexFixture fixture = VectorIndexFixture.empty(directory(), DIMENSION)) {
            FlatVectorIndex index = fixture.index;
            index.apply("w", 3, List.of(new IndexChange.Remove("gone")));
            index.apply("w", 2, List.of(put("w", "changed", Set.of(), newer)));
            index.apply("w", 1, List.of(put("w", "gone", Set.of(), older), put("w", "changed", Set.of(), older)));
            assertThat(index.appliedClock("w")).isEqualTo(3);
            assertThat(index.search(newer, query("w", 10))).containsExactly(new IndexHit("changed", 1f));

            index.apply("w", 1, List.of(put("w", "gone", Set.of(), older)));
            assertThat(index.count("w", IndexFilter.all(), NOW)).isEqualTo(1);
        }
    }

    @Test
    void aClockWithAGapIsNotCommittedBeyondIt() {
        try (VectorIndexFixture fixture = VectorIndexFixture.empty(directory(), DIMENSION)) {
            fixture.index.apply("w", 1, List.of(put("w", "a", Set.of(), vector())));
            fixture.index.apply("w", 3, List.of(put("w", "c", Set.of(), vector())));
        }
        try (FlatVectorIndex again = VectorIndexFixture.open(directory(), DIMENSION)) {
            assertThat(again.appliedClock("w")).isEqualTo(1);
            again.apply("w", 2, List.of());
            again.apply("w", 3, List.of(put("w", "c", Set.of(), vector())));
            assertThat(again.appliedClock("w")).isEqualTo(3);
            assertThat(again.count("w", IndexFilter.all(), NOW)).isEqualTo(2);
        }
    }

    @Test
    void aClosedIndexRefusesEverything() {
        VectorIndexFixture fixture = filled(5);
        fixture.close();
        fixture.close();
        assertThatThrownBy(() -> fixture.index.search(vector(), query("w", 1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.index.apply("w", 9, List.of())).isInstanceOf(IllegalStateException.class);
    }
}
