package org.mneme.notify.webhook;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** End attempts whose time is up, whatever they are waiting for: timeouts of a socket begin anew with each byte. */
final class Deadline implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "mneme-webhook-deadline");
        thread.setDaemon(true);
        return thread;
    });

    Deadline() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Do something once the time is up, unless it is cancelled before. */
    ScheduledFuture<?> after(Duration time, Runnable end) {
        return timer.schedule(end, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
