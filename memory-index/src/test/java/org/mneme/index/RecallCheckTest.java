package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallCheckTest {

    @TempDir
    Path directory;

    @Test
    void candidatesAreRaisedUntilASampleIsFoundAndTheRaiseOutlivesARestart() {
        VectorIndexIdentity identity = new VectorIndexIdentity("database", "model", 64);
        VectorIndexOptions tooFew = new VectorIndexOptions(10, 0.3);
        int raised;
        try (FlatVectorIndex index = FlatVectorIndex.open(directory, identity, tooFew)) {
            fill(index, 5000, identity.dimension());
            raised = index.size().candidates();
            assertThat(raised).isBetween(100, 5000);
        }
        try (FlatVectorIndex again = FlatVectorIndex.open(directory, identity, tooFew)) {
            assertThat(again.size().candidates()).isEqualTo(raised);
        }
    }

    @Test
    void enoughCandidatesStayAsTheyAre() {
        VectorIndexIdentity identity = new VectorIndexIdentity("database", "model", 384);
        try (FlatVectorIndex index = FlatVectorIndex.open(directory, identity, VectorIndexOptions.DEFAULT)) {
            fill(index, 5000, identity.dimension());
            assertThat(index.size().candidates()).isEqualTo(1000);
        }
    }

    private static void fill(FlatVectorIndex index, int size, int dimension) {

        try (IndexRebuild rebuild = index.rebuild()) {
            int i = 0;
            for (float[] vector : Vectors.clustered(size, 20, dimension, new Random(3))) {
                rebuild.add(VectorIndexFixture.put("w", "m" + i++, Set.of(), vector));
            }
            rebuild.complete(Map.of());
        }
    }
}
