package org.mneme.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {

    @Test
    void everyPieceIsDoneOnce() {
        try (Workers workers = new Workers("test", 4)) {
            AtomicIntegerArray done = new AtomicIntegerArray(1_000);
            workers.forEach(1_000, done::incrementAndGet);
            assertThat(IntStream.range(0, 1_000).map(done::get)).containsOnly(1);
        }
    }

    @Test
    void aSinglePieceStaysOnTheCallersThread() {
        try (Workers workers = new Workers("test", 4)) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            workers.forEach(1, i -> threads.add(Thread.currentThread()));
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void piecesRunAtTheSameTime() {
        try (Workers workers = new Workers("test", 3)) {
            CyclicBarrier together = new CyclicBarrier(3);
            // the barrier opens only when three threads work at once
            workers.forEach(3, i -> {
                try {
                    together.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void theFirstFailureIsThrownAndTheRestIsLeftOut() {
        try (Workers workers = new Workers("test", 1)) {
            AtomicIntegerArray done = new AtomicIntegerArray(10);
            assertThatThrownBy(() -> workers.forEach(10, i -> {
                        done.incrementAndGet(i);
                        if (i == 3) {
                            throw new IllegalStateException("three");
                        }
                    }))
                    .hasMessage("three");
            assertThat(IntStream.range(0, 10).map(done::get)).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void afterClosingTheCallerWorksAlone() {
        Workers workers = new Workers("test", 4);
        workers.close();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        workers.forEach(50, i -> threads.add(Thread.currentThread()));
        assertThat(threads).containsExactly(Thread.currentThread());
    }
}
