package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mneme.index.VectorIndexFixture.NOW;
import static org.mneme.index.VectorIndexFixture.isExactly;
import static org.mneme.index.VectorIndexFixture.put;
import static org.mneme.index.VectorIndexFixture.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatVectorIndexConcurrencyTest {

    private static final int DIMENSION = 32;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static void await(List<Future<?>> tasks) throws Exception {
        for (Future<?> task : tasks) {
            task.get();
        }
    }

    @Test
    void everyWriterSeesItsWritesAtOnceWhileOthersWriteFlushAndCompact() throws Exception {
        AtomicLong clock = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        VectorIndexOptions eager = new VectorIndexOptions(20, 0.01);
        try (FlatVectorIndex index = VectorIndexFixture.openReady(directory, DIMENSION, eager)) {
            Future<?> maintenance = threads.submit(() -> {
                while (!done.get()) {
                    index.maintain();
                }
            });
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                writers.add(threads.submit(writer(index, clock, writer)));
            }
            await(writers);
            done.set(true);
            maintenance.get();

            assertThat(index.appliedClock("w")).isEqualTo(clock.get());
            assertThat(index.count("w", IndexFilter.all(), NOW)).isEqualTo(4 * 75);
            index.maintain();
        }
        try (FlatVectorIndex again = VectorIndexFixture.open(directory, DIMENSION)) {
            assertThat(again.rebuildReason()).isEmpty();
            assertThat(again.count("w", IndexFilter.all(), NOW)).isEqualTo(4 * 75);
        }
    }

    /** Put 150 memories, replace each, remove half of them, and look after each step. */
    private Callable<Void> writer(FlatVectorIndex index, AtomicLong clock, int writer) {
        return () -> {
            Random random = new Random(writer);
            for (int i = 0; i < 150; i++) {
                String id = writer + "-" + i;
                float[] first = Vectors.random(random, DIMENSION);
                index.apply("w", clock.incrementAndGet(), List.of(put("w", id, Set.of("by=" + writer), first)));
                assertThat(index.search(first, query("w", 1))).matches(hits -> isExactly(hits, id));

                float[] second = Vectors.random(random, DIMENSION);
                index.apply("w", clock.incrementAndGet(), List.of(put("w", id, Set.of("by=" + writer), second)));
                assertThat(index.search(second, query("w", IndexFilter.term("by", "" + writer), 1)))
                        .matches(hits -> isExactly(hits, id));
                assertThat(index.search(first, query("w", 1))).noneMatch(hit -> hit.score() > 0.99999f);
                if (i % 2 == 0) {
                    index.apply("w", clock.incrementAndGet(), List.of(new IndexChange.Remove(id)));
                    assertThat(index.search(second, query("w", 1)))
                            .noneMatch(hit -> hit.id().equals(id));
                }
            }
            return null;
        };
    }

    @Test
    void aMemoryThatIsReplacedAllTheTimeIsNeverMissedAndNeverHalf() throws Exception {
        Random random = new Random(1);
        float[] vector = Vectors.random(random, DIMENSION);
        AtomicBoolean done = new AtomicBoolean();
        try (FlatVectorIndex index = VectorIndexFixture.openReady(directory, DIMENSION)) {
            index.apply("w", 1, List.of(put("w", "m", Set.of(), vector)));
            List<IndexChange> others = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                others.add(put("w", "other" + i, Set.of(), Vectors.random(random, DIMENSION)));
            }
            index.apply("w", 2, others);
            Future<?> replacing = threads.submit(() -> {
                for (int i = 3; i < 600; i++) {
                    index.apply("w", i, List.of(put("w", "m", Set.of(), vector)));
                    if (i % 10 == 0) {
                        index.flush();
                    }
                }
                done.set(true);
            });
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                readers.add(threads.submit(() -> {
                    while (!done.get() && !replacing.isDone()) {
                        assertThat(index.search(vector, query("w", 1))).matches(hits -> isExactly(hits, "m"));
                    }
                }));
            }
            await(readers);
            replacing.get();
        }
    }
}
