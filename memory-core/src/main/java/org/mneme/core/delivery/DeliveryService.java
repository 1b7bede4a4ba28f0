package org.mneme.core.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.webhook.EventSender;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.DeliveryStore.Leased;
import org.mneme.spi.storage.DeliveryStore.Logged;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.WebhookStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliver what was stored for delivery, on this server's share of the work, and show what became of it.
 *
 * <p>At least once: an event is leased, sent, and recorded as delivered afterwards; a server that dies in between leaves a
 * lease that ends, and another sends the same event again under the same id. Safe for several threads.
 */
public final class DeliveryService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);
    private static final Duration PRUNE = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Whether somebody hands out work now, and whether there is a reason to look once more afterwards. */
    private enum Looking {
        NO,
        YES,
        AGAIN
    }

    private final String owner = "deliveries-" + UUID.randomUUID();
    private final DeliveryStore deliveries;
    private final DeliveryOptions options;
    private final Traffic traffic;
    private final Attempts attempts;
    private final Executor workers;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    private final AtomicReference<Looking> looking = new AtomicReference<>(Looking.NO);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<ScheduledFuture<?>> tasks;
    private volatile boolean moreWaits;

    /**
     * Begin to deliver.
     *
     * @param workers makes the attempts, each of which may wait for its receiver; its threads are the container's
     * @param scheduler looks for what is due
     */
    public DeliveryService(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            EventSender sender,
            DeliveryOptions options,
            Executor workers,
            ScheduledExecutorService scheduler,
            Clock clock) {
        this.deliveries = deliveries;
        this.options = options;
        this.traffic = new Traffic(options);
        Backoff backoff = new Backoff(options, () -> ThreadLocalRandom.current().nextDouble());
        this.attempts = new Attempts(webhooks, deliveries, sender, traffic, options, backoff, clock);
        this.workers = workers;
        this.scheduler = scheduler;
        this.clock = clock;
        this.tasks = List.of(every(options.poll(), this::wake), every(PRUNE, this::prune));
    }

    private ScheduledFuture<?> every(Duration period, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // an exception would end the schedule; the next run tries again
                LOG.warn("Deliveries: {}", e.toString());
            }
        };
        return scheduler.scheduleWithFixedDelay(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Look for due deliveries now, because one was stored. Returns at once. */
    public void wake() {
        if (stopped.get()
                || looking.getAndUpdate(now -> now == Looking.NO ? Looking.YES : Looking.AGAIN) != Looking.NO) {
            return;
        }
        try {
            workers.execute(this::look);
        } catch (RejectedExecutionException e) {
            looking.set(Looking.NO); // the next poll finds it
        }
    }

    private void look() {
        do {
            looking.set(Looking.YES);
            try {
                handOut();
            } catch (RuntimeException e) {
                LOG.warn("Deliveries could not be leased: {}", e.toString());
            }
        } while (!looking.compareAndSet(Looking.YES, Looking.NO));
    }

    private void handOut() {
        int room = traffic.room();
        while (room > 0 && !stopped.get()) {
            Instant now = clock.instant();
            Lease lease = new Lease(owner, 0, now.plus(options.lease()));
            List<Leased> leased = deliveries.lease(now, lease, room, traffic.roomPerWebhook(), traffic.notNow(now));
            traffic.add(leased, attempts::isForFailing);
            begin();
            moreWaits = leased.size() >= room;
            room = moreWaits ? traffic.room() : 0;
        }
        begin();
    }

    private void begin() {
        if (!stopped.get()) {
            traffic.begin(clock.instant()).forEach(this::start);
        }
    }

    private void start(Leased leased) {
        try {
            workers.execute(() -> run(leased));
        } catch (RejectedExecutionException e) {
            traffic.end(leased); // the lease ends by itself
        }
    }

    private void run(Leased leased) {
        try {
            if (!stopped.get()) {
                attempts.make(leased);
            }
        } catch (RuntimeException e) {
            // the lease ends by itself, and the event is sent again
            LOG.warn("Delivery {} could not be recorded: {}", leased.delivery().id(), e.toString());
        } finally {
            ended(leased);
        }
    }

    private void ended(Leased leased) {
        boolean madeRoom = traffic.end(leased);
        begin();
        if (madeRoom || moreWaits && traffic.room() >= options.workers()) {
            wake();
        }
        traffic.pauseLeft(leased.delivery().webhook(), clock.instant()).ifPresent(this::wakeAfter);
    }

    private void wakeAfter(Duration pause) {
        // longer pauses are noticed by looking every now and then
        if (pause.compareTo(options.poll()) >= 0 || stopped.get()) {
            return;
        }
        try {
            scheduler.schedule(this::wake, pause.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No more is delivered: the server stops");
        }
    }

    /** Send what waits for a webhook at once, because it was enabled anew. */
    public void revive(String webhook) {
        traffic.revive(webhook);
        wake();
    }

    /** Return deliveries of a workspace with their attempts, newest first. */
    public List<Logged> list(Scope scope, DeliveryStore.Query query) {
        return deliveries.list(scope, query);
    }

    /**
     * Return one delivery with its attempts.
     *
     * @throws MemoryException of kind {@code NOT_FOUND}
     */
    public Logged get(Scope scope, String id) {
        return deliveries.get(scope, id).orElseThrow(() -> notFound(id));
    }

    /**
     * Send one delivery again, under its id.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if it is not there, or its content was erased
     */
    public void retry(Scope scope, String id) {
        if (!deliveries.retry(scope, id)) {
            throw notFound(id);
        }
        wake();
    }

    /** Send again what failed for a webhook since a time, and return how many those are. */
    public int retryFailed(Scope scope, Optional<String> webhook, Optional<Instant> since) {
        DeliveryStore.Query failed = new DeliveryStore.Query(
                webhook, Optional.of(org.mneme.api.Delivery.State.FAILED), since, Integer.MAX_VALUE);
        int retried = deliveries.retry(scope, failed);
        wake();
        return retried;
    }

    private static MemoryException notFound(String id) {
        return MemoryException.notFound(
                "delivery", "There is no delivery with the id " + id + " that still has its content.");
    }

    private void prune() {
        traffic.forgetIdle(clock.instant());
        deliveries.removeEnded(clock.instant().minus(options.keep()));
    }

    /** Begin nothing more, and wait a little for what is under way; what is not recorded is sent again later. */
    @Override
    public void close() {
        stopped.set(true);
        tasks.forEach(task -> task.cancel(false));
        long deadline = System.nanoTime() + CLOSING.toNanos();
        while (traffic.running() > 0 && System.nanoTime() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
