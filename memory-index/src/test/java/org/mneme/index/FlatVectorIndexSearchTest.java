package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.mneme.index.VectorIndexFixture.NOW;
import static org.mneme.index.VectorIndexFixture.put;
import static org.mneme.index.VectorIndexFixture.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatVectorIndexSearchTest {

    private static final int DIMENSION = 64;

    @TempDir
    Path directory;

    private final Random random = new Random(7);
    private VectorIndexFixture fixture;

    @BeforeEach
    void open() {
        fixture = VectorIndexFixture.empty(directory, DIMENSION);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private float[] vector() {
        return Vectors.random(random, DIMENSION);
    }

    @Test
    void aSmallScopeIsComparedExactly() {
        float[][] vectors = new float[900][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = vector();
        }
        fixture.putAll("w", vectors);
        for (int i = 0; i < 50; i++) {
            float[] query = vector();
            assertThat(fixture.index.search(query, query("w", 20)))
                    .isEqualTo(fixture.model.search(query, query("w", 20)));
        }
    }

    @Test
    void almostAllOfTheNearestAreFoundAmongManyClusteredVectors(@TempDir Path other) {
        int dimension = 384;
        try (VectorIndexFixture large = VectorIndexFixture.empty(other, dimension)) {
            float[][] vectors = Vectors.clustered(20_060, 50, dimension, random);
            large.putAll("w", Arrays.copyOf(vectors, 20_000));
            int found = 0;
            for (int i = 20_000; i < 20_060; i++) {
                List<IndexHit> expected = large.model.search(vectors[i], query("w", 10));
                List<IndexHit> actual = large.index.search(vectors[i], query("w", 10));
                found += (int) actual.stream().filter(expected::contains).count();
            }
            assertThat(found).isGreaterThanOrEqualTo(594);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 63, 64, 65, 384, 1000})
    void everyDimensionIsExact(int dimension, @TempDir Path other) {
        try (VectorIndexFixture some = VectorIndexFixture.empty(other, dimension)) {
            float[][] vectors = new float[100][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = Vectors.random(random, dimension);
            }
            some.putAll("w", vectors);
            float[] query = Vectors.random(random, dimension);
            assertThat(some.index.search(query, query("w", 10))).isEqualTo(some.model.search(query, query("w", 10)));
        }
    }

    @Test
    void anotherWorkspaceIsNeverSeen() {
        float[] vector = vector();
        fixture.put(put("a", "same-id", Set.of(), vector));
        fixture.put(put("b", "same-id", Set.of(), vector()));
        fixture.put(put("b", "other-id", Set.of(), vector));

        assertThat(fixture.index.search(vector, query("a", 10))).containsExactly(new IndexHit("same-id", 1f));
        assertThat(fixture.index.search(vector, query("c", 10))).isEmpty();
        assertThat(fixture.index.score(vector, "a", Set.of("other-id"), NOW)).isEmpty();
        fixture.remove("a", "other-id");
        assertThat(fixture.index.search(vector, query("b", 1))).containsExactly(new IndexHit("other-id", 1f));
    }

    @Test
    void aMemoryHasTheScoreOfItsBestWindow() {
        float[] query = vector();
        fixture.put(put("w", "long", Set.of(), vector(), Vectors.near(query, 0.1, random), vector()));
        fixture.put(put("w", "short", Set.of(), Vectors.near(query, 0.5, random)));

        assertThat(fixture.index.search(query, query("w", 10))).isEqualTo(fixture.model.search(query, query("w", 10)));
        assertThat(fixture.index.search(query, query("w", 10)))
                .extracting(IndexHit::id)
                .containsExactly("long", "short");
    }

    @Test
    void memoriesOfManyWindowsDoNotCrowdOutTheOthers() {
        float[] query = vector();
        List<IndexChange.Put> puts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            float[][] windows = new float[65][];
            for (int n = 0; n < windows.length; n++) {
                windows[n] = Vectors.near(query, 0.2, random);
            }
            puts.add(put("w", "long" + i, Set.of(), windows));
        }
        for (int i = 0; i < 70; i++) {
            puts.add(put("w", "short" + i, Set.of(), Vectors.near(query, 3, random)));
        }
        fixture.putAll("w", puts);

        assertThat(fixture.index.search(query, query("w", 100))).hasSize(100);
    }

    @Test
    void equalScoresAreOrderedById() {
        float[] vector = vector();
        for (int i : new int[] {5, 3, 9, 1, 7}) {
            fixture.put(put("w", "m" + i, Set.of(), vector));
        }
        assertThat(fixture.index.search(vector, query("w", 3)))
                .extracting(IndexHit::id)
                .containsExactly("m1", "m3", "m5");
    }

    @Test
    void equalVectorsBeyondTheCandidatesAreOrderedByIdToo() {
        float[] vector = vector();
        List<IndexChange.Put> puts = new ArrayList<>();
        for (int i = 5000; i-- > 0; ) {
            puts.add(put("w", "m%04d".formatted(i), Set.of(), vector));
        }
        fixture.putAll("w", puts);
        assertThat(fixture.index.search(vector, query("w", 2)))
                .extracting(IndexHit::id)
                .containsExactly("m0000", "m0001");
    }

    @Test
    void theMinimumScoreIsInclusive() {
        float[] vector = vector();
        fixture.put(put("w", "near", Set.of(), Vectors.near(vector, 0.3, random)));
        fixture.put(put("w", "far", Set.of(), Vectors.near(vector, 2, random)));
        float near = fixture.index.search(vector, query("w", 1)).get(0).score();

        assertThat(fixture.index.nearest(vector, new IndexQuery("w", IndexFilter.all(), NOW, 10, near)))
                .hasValue(new IndexHit("near", near));
        assertThat(fixture.index.nearest(vector, new IndexQuery("w", IndexFilter.all(), NOW, 10, Math.nextUp(near))))
                .isEmpty();
    }

    @Test
    void scoresAreCosinesWhateverTheVectorsLength() {
        fixture.put(put("w", "m", Set.of(), scaled(vector(), 12)));
        float[] query = vector();
        List<IndexHit> hits = fixture.index.search(scaled(query, 0.01f), query("w", 1));

        assertThat(hits).hasSize(1);
        assertThat((double) hits.get(0).score())
                .isCloseTo(fixture.model.search(query, query("w", 1)).get(0).score(), offset(1e-6));
    }

    private static float[] scaled(float[] vector, float factor) {
        float[] scaled = vector.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    @Test
    void givenIdsAreScoredExactlyAndOnlyIfVisible() {
        float[][] vectors = new float[3000][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = vector();
        }
        fixture.putAll("w", vectors);
        float[] query = vector();
        fixture.put(
                new IndexChange.Put(new IndexedMemory("w", "expired", Set.of(), NOW, NOW, NOW), "", List.of(query)));

        IndexQuery same = query("w", new IndexFilter.Ids(Set.of("m5", "m2999", "m77")), 10);
        assertThat(fixture.index.score(query, "w", List.of("m5", "m2999", "m77", "none", "expired"), NOW))
                .hasSize(3)
                .isEqualTo(fixture.model.search(query, same));
    }

    @Test
    void aReplacedMemoryHasItsNewVectorAndAttributesOnly() {
        float[] before = vector();
        float[] after = vector();
        fixture.put(put("w", "m", Set.of("tag=old"), before));
        fixture.put(put("w", "m", Set.of("tag=new"), after));

        assertThat(fixture.index.search(after, query("w", 10))).containsExactly(new IndexHit("m", 1f));
        assertThat(fixture.index.search(before, query("w", new IndexFilter.Term("tag=old"), 10)))
                .isEmpty();
        assertThat(fixture.index.count("w", new IndexFilter.Term("tag=new"), NOW))
                .isEqualTo(1);
    }

    @Test
    void aMemoryWithoutVectorsIsNotFoundByVector() {
        float[] vector = vector();
        fixture.put(put("w", "m", Set.of(), vector));
        fixture.put(put("w", "m", Set.of()));

        assertThat(fixture.index.search(vector, query("w", 10))).isEmpty();
    }

    @Test
    void aVectorOfAnotherDimensionOrZeroOrNotANumberIsRefusedAndNothingOfItsChangeApplied() {
        float[] zero = new float[DIMENSION];
        float[] notANumber = vector();
        notANumber[3] = Float.NaN;
        for (float[] wrong : new float[][] {new float[DIMENSION - 1], zero, notANumber}) {
            assertThatThrownBy(() -> fixture.index.apply(
                            "w", 1, List.of(put("w", "sound", Set.of(), vector()), put("w", "wrong", Set.of(), wrong))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> fixture.index.search(wrong, query("w", 1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(fixture.index.count("w", IndexFilter.all(), NOW)).isZero();
        assertThat(fixture.index.appliedClock("w")).isZero();
    }
}
