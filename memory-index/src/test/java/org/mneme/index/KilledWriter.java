package org.mneme.index;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Write to both indexes until killed; the counterpart of {@link KillTest}.
 *
 * <p>Change n concerns memory n mod 50 and is a function of n alone, so that whoever knows the applied clock knows what the
 * index must hold.
 */
final class KilledWriter {

    static final int DIMENSION = 16;
    static final int MEMORIES = 50;

    private KilledWriter() {}

    static IndexChange change(long clock) {
        String id = "m" + clock % MEMORIES;
        if (clock % 7 == 0) {
            return new IndexChange.Remove(id);
        }
        float[] vector = Vectors.random(new Random(clock), DIMENSION);
        return new IndexChange.Put(
                new IndexedMemory("w", id, Set.of("clock=" + clock), clock, clock, 0), "word" + clock, List.of(vector));
    }

    public static void main(String[] arguments) {
        Path root = Path.of(arguments[0]);
        FlatVectorIndex vectors = VectorIndexFixture.openReady(root.resolve("vectors"), DIMENSION);
        LuceneTextIndex texts = LuceneTextIndex.open(root.resolve("texts"), VectorIndexFixture.DATABASE);
        if (texts.needsRebuild()) {
            try (IndexRebuild rebuild = texts.rebuild()) {
                rebuild.complete(Map.of());
            }
        }
        long clock = Math.min(vectors.appliedClock("w"), texts.appliedClock("w"));
        System.out.println("ready");
        Thread maintenance = new Thread(() -> {
            long told = vectors.appliedClock("w");
            while (true) {
                vectors.maintain();
                texts.maintain();
                if (vectors.appliedClock("w") > told + 100) {
                    told = vectors.appliedClock("w");
                    System.out.println("maintained");
                }
            }
        });
        maintenance.setDaemon(true);
        maintenance.start();
        while (true) {
            clock++;
            vectors.apply("w", clock, List.of(change(clock)));
            texts.apply("w", clock, List.of(change(clock)));
        }
    }
}
