package org.mneme.core.job;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accept jobs durably and see that each is done.
 *
 * <p>Each job has one worker at a time, on one of the servers that share the store; it keeps its lease by a heartbeat, and a
 * job whose worker is not heard of goes to another. Workspaces take turns: the one with the fewest jobs under way here goes
 * first, so that a flood in one does not starve another. Safe for several threads.
 */
public final class JobEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);
    private static final int WORKSPACES_LOOKED_AT = 256;

    private final JobStore store;
    private final Map<String, JobHandler> handlers;
    private final JobOptions options;
    private final Executor workers;
    private final Clock clock;
    private final String owner = UUID.randomUUID().toString();
    private final Map<String, Attempt> running = new ConcurrentHashMap<>();
    private final JobWaiters waiters;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<ScheduledFuture<?>> tasks;
    private final ScheduledExecutorService scheduler;

    /**
     * Begin to work.
     *
     * @param workers runs the jobs; its threads are the container's
     * @param scheduler runs heartbeats and looks for due jobs
     */
    public JobEngine(
            JobStore store,
            List<JobHandler> handlers,
            JobOptions options,
            Executor workers,
            ScheduledExecutorService scheduler,
            Clock clock) {
        this.store = store;
        this.handlers = handlers.stream().collect(Collectors.toUnmodifiableMap(JobHandler::kind, handler -> handler));
        this.options = options;
        this.workers = workers;
        this.clock = clock;
        this.scheduler = scheduler;
        this.waiters = new JobWaiters(store);
        this.tasks = List.of(
                every(options.poll(), this::dispatch),
                every(options.lease().dividedBy(4), this::heartbeat),
                every(Duration.ofMillis(500), waiters::look),
                every(Duration.ofMinutes(1), this::removeEnded));
    }

    private ScheduledFuture<?> every(Duration period, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // an exception would end the schedule; the next run tries again
                LOG.warn("Jobs: {}", e.toString());
            }
        };
        return scheduler.scheduleWithFixedDelay(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Accept a job: when this returns it is durable, its pending memories are visible, and it will be done.
     *
     * <p>A job with this id that is there stays as it is, unless it ended so long ago that it can no longer be read.
     *
     * @param again whether a job with this id that has failed is to be done again
     */
    public JobStore.Enqueued submit(Scope scope, Job job, boolean again) {
        JobStore.Enqueued enqueued = store.enqueue(scope, job, again);
        if (!enqueued.accepted() && !kept(enqueued.job())) {
            store.remove(scope, job.id());
            enqueued = store.enqueue(scope, job, again);
        }
        if (enqueued.accepted()) {
            wake();
        }
        return enqueued;
    }

    /** Look for due jobs now, because one was stored. Returns at once. */
    public void wake() {
        if (stopped.get() || !woken.compareAndSet(false, true)) {
            return;
        }
        try {
            workers.execute(() -> {
                woken.set(false);
                dispatch();
            });
        } catch (RejectedExecutionException e) {
            woken.set(false); // the next poll finds it
        }
    }

    /**
     * Return a job of the scope's workspace.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if there is none, or it ended too long ago
     */
    public Job get(Scope scope, String id) {
        return find(scope, id)
                .orElseThrow(() -> MemoryException.notFound("job", "There is no job with the id " + id + "."));
    }

    /** Return a job of the scope's workspace, unless there is none, or it ended too long ago. */
    public Optional<Job> find(Scope scope, String id) {
        return store.get(scope, id).filter(this::kept);
    }

    private boolean kept(Job job) {
        return !job.state().ended() || job.updatedAt().plus(options.keep()).isAfter(clock.instant());
    }

    /** Tell whether a job exists in another workspace, for a dialect that must say so. */
    public boolean belongsToAnother(Scope scope, String id) {
        return store.belongsToAnother(scope, id);
    }

    /** Complete with the job once it has ended, or as it is when the time is up. No thread waits. */
    public CompletableFuture<Job> ended(Scope scope, String id, Duration atMost) {
        return waiters.await(scope, id, atMost, scheduler);
    }

    /** Return the store, for administration. */
    public JobStore store() {
        return store;
    }

    private synchronized void dispatch() {
        while (!stopped.get() && running.size() < options.workers()) {
            List<String> due = store.due(handlers.keySet(), clock.instant(), WORKSPACES_LOOKED_AT);
            if (!leaseOne(byFewestRunning(due))) {
                return;
            }
        }
    }

    private List<String> byFewestRunning(List<String> workspaces) {
        Map<String, Long> counts = new HashMap<>();
        running.values().forEach(attempt -> counts.merge(attempt.job().scope().workspace(), 1L, Long::sum));
        // a stable sort: among equals the longest waiting stays first
        return workspaces.stream()
                .sorted(java.util.Comparator.comparingLong(workspace -> counts.getOrDefault(workspace, 0L)))
                .toList();
    }

    private boolean leaseOne(List<String> workspaces) {
        Set<String> kinds = handlers.keySet();
        for (String workspace : workspaces) {
            Lease lease = new Lease(owner, 0, clock.instant().plus(options.lease()));
            Optional<JobStore.Leased> leased = store.lease(Scope.of(workspace), kinds, clock.instant(), lease);
            if (leased.isPresent()) {
                return begin(leased.get());
            }
        }
        return false;
    }

    /** Begin an attempt; returns false if nobody works here any more, so that no more are leased. */
    private boolean begin(JobStore.Leased leased) {
        Attempt attempt = new Attempt(store, leased, options, clock);
        running.put(leased.job().id(), attempt);
        try {
            workers.execute(() -> run(attempt));
            return true;
        } catch (RejectedExecutionException e) {
            running.remove(leased.job().id()); // the lease ends by itself
            return false;
        }
    }

    private void run(Attempt attempt) {
        try {
            attempt.run(handlers.get(attempt.job().kind()));
        } finally {
            running.remove(attempt.job().id());
            waiters.look(attempt.job().id());
            if (!stopped.get()) {
                dispatch();
            }
        }
    }

    private void heartbeat() {
        running.values().forEach(Attempt::renew);
    }

    private void removeEnded() {
        store.removeEnded(clock.instant().minus(options.keep()));
    }

    /** Begin nothing more, and wait a little for what is under way; what is not finished goes to another worker. */
    @Override
    public void close() {
        stopped.set(true);
        tasks.forEach(task -> task.cancel(false));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!running.isEmpty() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
