package org.mneme.notify.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Look names up, but wait only so long.
 *
 * <p>The operating system's look-up cannot be interrupted. It runs on a thread of its own, so that whoever asked can go on.
 */
public final class BoundedResolver implements HostResolver, AutoCloseable {

    private final HostResolver resolver;
    private final Duration atMost;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "mneme-webhook-names");
        thread.setDaemon(true);
        return thread;
    });

    /** Wait for another resolver at most so long. */
    public BoundedResolver(HostResolver resolver, Duration atMost) {
        this.resolver = resolver;
        this.atMost = atMost;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        Future<List<InetAddress>> answer = threads.submit(() -> resolver.resolve(host));
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new UnknownHostException(host + " (the look-up took longer than " + atMost.toMillis() + " ms)");
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + " (the look-up was interrupted)");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
