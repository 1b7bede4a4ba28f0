package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that is interrupted while it writes must not take the index from everybody else. */
class InterruptTest {

    private static final int CHANGES = 300;

    @TempDir
    Path directory;

    private final Random random = new Random(1);

    @Test
    void theVectorIndexOutlivesInterrupts() throws InterruptedException {
        try (FlatVectorIndex index = VectorIndexFixture.openReady(directory, 8192)) {
            assertThat(interrupted(index)).isEqualTo(CHANGES);
        }
    }

    @Test
    void theTextIndexOutlivesInterrupts() throws InterruptedException {
        try (LuceneTextIndex index = LuceneTextIndex.open(directory, "database")) {
            try (IndexRebuild rebuild = index.rebuild()) {
                rebuild.complete(Map.of());
            }
            assertThat(interrupted(index)).isEqualTo(CHANGES);
        }
    }

    /** Apply changes on a thread that is interrupted all the time; returns how many are there in the end. */
    private int interrupted(DerivedIndex index) throws InterruptedException {
        float[] vector = Vectors.random(random, 8192);
        AtomicInteger stillInterrupted = new AtomicInteger();
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= CHANGES; i++) {
                Thread.currentThread().interrupt();
                IndexedMemory memory = new IndexedMemory("w", "m" + i, Set.of(), i, i, 0);
                index.apply("w", i, List.of(new IndexChange.Put(memory, "words", List.of(vector))));
                if (i % 50 == 0) {
                    index.maintain();
                }
                if (Thread.interrupted()) {
                    stillInterrupted.incrementAndGet();
                }
            }
        });
        writer.start();
        while (writer.isAlive()) {
            writer.interrupt();
            Thread.onSpinWait();
        }
        writer.join();
        assertThat(stillInterrupted.get())
                .as("the interrupt is kept for the caller")
                .isEqualTo(CHANGES);
        return index.count("w", IndexFilter.all(), 0);
    }
}
