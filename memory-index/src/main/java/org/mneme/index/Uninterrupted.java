package org.mneme.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Run writes on threads that nobody interrupts: Lucene writes through channels, which an interrupt closes, and then the
 * whole index until it is opened again. Whoever calls waits for the end even if it is interrupted meanwhile.
 */
final class Uninterrupted implements Closeable {

    /** Something that reads or writes files. */
    interface Action<T> {
        T run() throws IOException;
    }

    private final ExecutorService threads;

    Uninterrupted(String name) {
        this.threads = Executors.newCachedThreadPool(action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    <T> T call(Action<T> action) throws IOException {
        Future<T> result = threads.submit(action::run);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException unwrapped(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
