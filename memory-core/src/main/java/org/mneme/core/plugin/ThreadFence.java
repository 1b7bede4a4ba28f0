package org.mneme.core.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mneme.api.MemoryException;

/**
 * Call a plugin on threads of its own, so that one that blocks keeps none of the server's.
 *
 * <p>The threads belong to one loaded jar and end with it: what a plugin leaves in thread locals goes with them. A plugin
 * that ignores being interrupted keeps its threads; when it has all of them, further calls fail at once.
 */
record ThreadFence(ThreadPoolExecutor threads, Duration timeout) implements Fence {

    private static final int MOST_CALLS = 64;
    private static final long IDLE_SECONDS = 30;

    /** Put a fence around a plugin whose classes a loader gives. */
    static ThreadFence around(String name, ClassLoader loader, Duration timeout) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, MOST_CALLS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    // nothing is inherited from the request that happens to be the first to need the thread
                    Thread thread = new Thread(null, task, "mneme-plugin-" + name, 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(loader);
                    return thread;
                });
        return new ThreadFence(threads, timeout);
    }

    @Override
    public <R> R call(Duration atMost, Callable<R> call) throws PluginFailure {
        Duration limit = atMost.compareTo(timeout) < 0 ? atMost : timeout;
        Future<R> answer = begin(call);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            String late = "gave no answer within " + words(limit);
            throw new PluginFailure(late, late, null);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new PluginFailure("was interrupted", "the call was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MemoryException reported) {
                throw reported;
            }
            throw PluginFailure.thrown(e.getCause());
        }
    }

    private <R> Future<R> begin(Callable<R> call) throws PluginFailure {
        try {
            return threads.submit(call);
        } catch (RejectedExecutionException e) {
            String busy = threads.isShutdown()
                    ? "is closed"
                    : "is not called any more: " + MOST_CALLS + " calls wait for it already";
            throw new PluginFailure(busy, busy, null);
        }
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
