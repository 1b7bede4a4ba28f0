package org.mneme.core.job;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;

/** Tell those who wait for a job that it has ended, on this server or another, without a thread for each. */
final class JobWaiters {

    private record Waiter(Scope scope, CompletableFuture<Job> answer) {}

    /** How many jobs one look is after: hundreds who wait must not cost the store hundreds of reads at once. */
    private static final int JOBS_A_LOOK = 50;

    private final JobStore store;
    private final Map<String, Queue<Waiter>> waiters = new ConcurrentHashMap<>();
    private Iterator<String> round = Collections.emptyIterator();

    JobWaiters(JobStore store) {
        this.store = store;
    }

    CompletableFuture<Job> await(Scope scope, String id, Duration atMost, ScheduledExecutorService scheduler) {
        Waiter waiter = new Waiter(scope, new CompletableFuture<>());
        waiters.computeIfAbsent(id, job -> new ConcurrentLinkedQueue<>()).add(waiter);
        ScheduledFuture<?> alarm =
                scheduler.schedule(() -> answer(id, waiter, true), atMost.toMillis(), TimeUnit.MILLISECONDS);
        waiter.answer().whenComplete((job, failure) -> {
            alarm.cancel(false);
            waiters.computeIfPresent(id, (key, queue) -> queue.remove(waiter) && queue.isEmpty() ? null : queue);
        });
        // it may have ended before anybody waited
        answer(id, waiter, false);
        return waiter.answer();
    }

    /**
     * Look after some of the jobs that somebody waits for, the next time after the others: those that another server has
     * done, for those of this server are told.
     */
    synchronized void look() {
        if (!round.hasNext()) {
            round = waiters.keySet().iterator();
        }
        for (int i = 0; i < JOBS_A_LOOK && round.hasNext(); i++) {
            look(round.next());
        }
    }

    /** Look after one job, because it may have ended. */
    void look(String id) {
        Queue<Waiter> queue = waiters.get(id);
        if (queue != null) {
            queue.forEach(waiter -> answer(id, waiter, false));
        }
    }

    private void answer(String id, Waiter waiter, boolean timeIsUp) {
        if (waiter.answer().isDone()) {
            return;
        }
        try {
            Optional<Job> job = store.get(waiter.scope(), id);
            if (job.isEmpty()) {
                waiter.answer()
                        .completeExceptionally(
                                MemoryException.notFound("job", "There is no job with the id " + id + "."));
            } else if (timeIsUp || job.get().state().ended()) {
                waiter.answer().complete(job.get());
            }
        } catch (RuntimeException e) {
            if (timeIsUp) {
                waiter.answer().completeExceptionally(e);
            }
        }
    }
}
