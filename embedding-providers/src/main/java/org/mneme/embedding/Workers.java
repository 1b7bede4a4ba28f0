package org.mneme.embedding;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.mneme.api.MemoryException;

/**
 * Spread many pieces of work over some threads of its own and the caller's.
 *
 * <p>The caller always works too, so nothing waits for a thread that is busy elsewhere, and a single piece of work never
 * changes threads. Own threads are daemons, end after half a minute without work, and hold no class loader but ours.
 */
public final class Workers implements AutoCloseable {

    private final int helpers;
    private final ExecutorService pool;

    /**
     * Work on this many threads at once, the caller's among them.
     *
     * @param name what the threads are called, with a number behind it
     */
    public Workers(String name, int parallelism) {
        this.helpers = parallelism - 1;
        this.pool = helpers == 0 ? null : pool(name, helpers);
    }

    private static ExecutorService pool(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(null, work, name + "-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(Workers.class.getClassLoader());
                    return thread;
                });
        // a caller that comes while the model is closed does its work alone, and the gate tells it
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Run the work for 0 to {@code count} - 1, and return when all of it is done.
     *
     * <p>After a failure what has not begun is left out, and the first failure is thrown.
     */
    public void forEach(int count, IntConsumer work) {
        Share share = new Share(count, work);
        for (int i = 0; i < Math.min(helpers, count - 1); i++) {
            pool.execute(share);
        }
        share.run();
        share.await();
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }

    private static final class Share implements Runnable {
        private final int count;
        private final IntConsumer work;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final CountDownLatch done;

        private Share(int count, IntConsumer work) {
            this.count = count;
            this.work = work;
            this.done = new CountDownLatch(count);
        }

        @Override
        public void run() {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        work.accept(i);
                    }
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done.countDown();
                }
            }
        }

        private static void rethrow(Throwable failure) {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }

        private void await() {
            boolean interrupted = false;
            while (done.getCount() > 0) {
                try {
                    done.await();
                } catch (InterruptedException e) {
                    // pieces under way end within milliseconds; those to come are left out
                    failure.compareAndSet(null, MemoryException.embeddingUnavailable("interrupted", null, e));
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            rethrow(failure.get());
        }
    }
}
