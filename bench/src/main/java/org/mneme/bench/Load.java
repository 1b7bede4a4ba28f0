package org.mneme.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Make calls, from one thread or from many, and take the time. */
final class Load {

    /** What a series took: each call, and all together. */
    record Series(long[] nanos, double perSecond) {
        Latencies latencies() {
            return Latencies.of(nanos);
        }
    }

    private Load() {}

    /** Make calls numbered {@code from} … {@code from + count - 1} by {@code threads} threads. */
    static Series run(int threads, int from, int count, IntConsumer call) {
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        for (int thread = 0; thread < threads; thread++) {
            pool.execute(() -> {
                try {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        long begun = System.nanoTime();
                        call.accept(from + i);
                        nanos[i] = System.nanoTime() - begun;
                    }
                } catch (RuntimeException e) {
                    failure.set(e);
                    next.set(count);
                } finally {
                    done.countDown();
                }
            });
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return new Series(nanos, count * 1e9 / (System.nanoTime() - start));
    }
}
