package org.mneme.core.reembed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.mneme.api.MemoryException;
import org.mneme.core.embedding.Embedder;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.EmbeddingSpaces.Coverage;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change from one embedding model to another without losing a memory.
 *
 * <p>While a change is under way every memory gets vectors of the model that is not active, in the background; the active
 * one alone stores and searches. A switch makes the other one active in one step, and from then on the former one is filled,
 * so that going back is the same step. A change is under way from {@link #start} until {@link #discard}, restarts and crashes
 * included, because the store holds vectors of a second model. Safe for several threads.
 */
public final class ReembedService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReembedService.class);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** So many missing vectors are filled in by a switch itself. */
    private static final long LEFT_TO_THE_SWITCH = 500;

    private static final int SWITCHES_TRIED = 20;
    private static final String INCOMPLETE = "embedding_space_incomplete";

    private final EmbeddingSpaces spaces;
    private final Embedder embedder;
    private final int rate;
    private final Executor workers;
    private final ScheduledExecutorService scheduler;

    /** Held by whoever fills, switches or discards. */
    private final ReentrantLock turn = new ReentrantLock(true);

    /** Counts what was scheduled: only the last counts, so that there is never a second loop. */
    private final AtomicLong scheduled = new AtomicLong();

    private final Space configured;
    private final Optional<Space> next;
    private volatile boolean running;
    private volatile boolean closed;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile double perSecond;
    private volatile int refused;

    private VectorFiller filler;
    private long filledSinceBegun;
    private long nanosSinceBegun;
    private boolean lapFoundSome;

    /**
     * Serve the change of models, and go on with one that is under way.
     *
     * @param embedder has the configured model open first, and the one to change to second if one is configured
     * @param options how fast to fill
     */
    public ReembedService(
            EmbeddingSpaces spaces,
            Embedder embedder,
            ReembedOptions options,
            Executor workers,
            ScheduledExecutorService scheduler) {
        this.spaces = spaces;
        this.embedder = embedder;
        this.rate = options.rate();
        this.workers = workers;
        this.scheduler = scheduler;
        List<Space> open = embedder.spaces();
        this.configured = open.get(0);
        this.next = open.stream().skip(1).findFirst();
        if (next.isPresent()) {
            later(Duration.ZERO);
        }
    }

    /**
     * Begin to fill in vectors of the model that is not active. A repeat changes nothing.
     *
     * <p>When this returns the first are filled in, by which a later start knows that the change is under way.
     *
     * @throws MemoryException of kind {@code CONFLICT} if no other model is configured; {@code UNAVAILABLE} if it fails
     */
    public ReembedStatus start() {
        requireNext();
        inTurn(() -> {
            embedder.follow();
            filler().rewind();
            filler().step();
            begin();
        });
        later(Duration.ZERO);
        return status();
    }

    /** Return how far the change is. */
    public ReembedStatus status() {
        // asked here and not followed: while this server switches, its searches go on by the former model until the end
        Space active = spaces.active().orElse(embedder.space());
        Optional<Space> filling = other(active);
        Coverage coverage = spaces.coverage(filling.orElse(active));
        boolean whole = coverage.filled() >= coverage.total();
        ReembedStatus.State state = ReembedStatus.State.NOT_CONFIGURED;
        if (filling.isPresent()) {
            state = running ? ReembedStatus.State.FILLING : ReembedStatus.State.IDLE;
            state = running && whole ? ReembedStatus.State.COMPLETE : state;
        }
        return new ReembedStatus(
                state,
                active,
                configured,
                next,
                filling,
                filling.isPresent() ? coverage.filled() : 0,
                coverage.total(),
                refused,
                perSecond,
                trouble);
    }

    /**
     * Make the next model active, at once for every server. A repeat changes nothing.
     *
     * @throws MemoryException of kind {@code CONFLICT} if too many memories lack its vectors still, or if other servers
     *     store so much that it never has all of them
     */
    public ReembedStatus switchToNext() {
        requireNext();
        return switchTo(next.orElseThrow());
    }

    /**
     * Make the configured model active again, at once for every server. A repeat changes nothing.
     *
     * @throws MemoryException of kind {@code CONFLICT} as {@link #switchToNext} has it
     */
    public ReembedStatus goBack() {
        requireNext();
        return switchTo(configured);
    }

    /**
     * Stop filling, and delete the vectors of the model that is not active.
     *
     * @throws MemoryException of kind {@code CONFLICT} if no other model is configured
     */
    public ReembedStatus discard() {
        requireNext();
        inTurn(() -> {
            embedder.follow();
            running = false;
            filler = null;
            trouble = Optional.empty();
            refused = 0;
            other().ifPresent(spaces::discard);
        });
        return status();
    }

    private void requireNext() {
        if (next.isEmpty()) {
            throw MemoryException.conflict(
                    "reembed_not_configured",
                    "No model to change to is configured: set mneme.reembed.embedding and its options, and start again.");
        }
    }

    /** Return the open model that is not active. */
    private Optional<Space> other() {
        return other(embedder.space());
    }

    private Optional<Space> other(Space active) {
        return next.map(space -> space.equals(active) ? configured : space);
    }

    private ReembedStatus switchTo(Space target) {
        inTurn(() -> {
            embedder.follow();
            if (!embedder.space().equals(target)) {
                requireNearlyComplete(target);
                switchInTurn(target);
            }
        });
        later(Duration.ZERO);
        return status();
    }

    private void switchInTurn(Space target) {
        VectorFiller rest = filler();
        for (int attempt = 1; !tryToSwitch(target, rest); attempt++) {
            if (attempt == SWITCHES_TRIED) {
                throw MemoryException.conflict(
                        "reembed_busy",
                        "Other servers store memories faster than they are embedded anew; ask again at a quieter time.");
            }
        }
        LOG.info("Memories are stored and searched by {} from now on", target.model());
        filler = null;
        begin();
    }

    private void requireNearlyComplete(Space target) {
        Coverage coverage = spaces.coverage(target);
        if (coverage.total() - coverage.filled() > LEFT_TO_THE_SWITCH) {
            throw MemoryException.conflict(
                    "reembed_incomplete",
                    coverage.filled() + " of " + coverage.total() + " memories have vectors of " + target.model()
                            + "; switch when nearly all have.");
        }
    }

    private boolean tryToSwitch(Space target, VectorFiller rest) {
        // most of it while others store, what came meanwhile while nobody here does
        rest.finish();
        refused = rest.refused();
        if (refused > 0) {
            throw MemoryException.conflict(
                    "reembed_refused",
                    refused + " memories could not be embedded by " + target.model() + "; the log names them.");
        }
        return embedder.switching(() -> {
            rest.finish();
            return activate(target);
        });
    }

    private boolean activate(Space target) {
        try {
            spaces.activate(target);
            embedder.follow();
            return true;
        } catch (MemoryException e) {
            if (e.code().equals(INCOMPLETE)) {
                return false; // another server stored something in between
            }
            throw e;
        }
    }

    private void begin() {
        if (!running) {
            filledSinceBegun = 0;
            nanosSinceBegun = 0;
            perSecond = 0;
        }
        running = true;
    }

    private VectorFiller filler() {
        Space target = other().orElseThrow();
        if (filler == null || !filler.space().equals(target)) {
            filler = new VectorFiller(spaces, embedder, target);
            lapFoundSome = false;
        }
        return filler;
    }

    private void inTurn(Runnable action) {
        turn.lock();
        try {
            action.run();
        } finally {
            turn.unlock();
        }
    }

    private void later(Duration delay) {
        long mine = scheduled.incrementAndGet();
        if (closed) {
            return;
        }
        try {
            scheduler.schedule(() -> handOver(mine), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.info("Re-embedding ends with the server");
        }
    }

    private void handOver(long mine) {
        try {
            workers.execute(() -> work(mine));
        } catch (RejectedExecutionException e) {
            later(PAUSE_AFTER_TROUBLE);
        }
    }

    private void work(long mine) {
        if (scheduled.get() != mine) {
            return;
        }
        later(fillGuarded());
    }

    private Duration fillGuarded() {
        turn.lock();
        try {
            Duration pause = closed ? LOOK : fillSome();
            trouble = Optional.empty();
            return pause;
        } catch (MemoryException e) {
            trouble = Optional.of(e.getMessage());
            LOG.warn("Re-embedding waits: {}", e.toString());
            return PAUSE_AFTER_TROUBLE;
        } catch (RuntimeException | LinkageError e) {
            // whatever it is, the memories are searched by the active model, and the next try may succeed
            trouble = Optional.of("a fault of the server, which its log describes");
            LOG.error("Re-embedding met a defect", e);
            return PAUSE_AFTER_TROUBLE;
        } finally {
            turn.unlock();
        }
    }

    private Duration fillSome() {
        embedder.follow();
        if (!running && !isUnderWay()) {
            return LOOK;
        }
        begin();
        long began = System.nanoTime();
        int filled = filler().step();
        refused = filler().refused();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return filled == 0 ? afterLap(took) : paced(filled, took);
    }

    /** Tell whether an earlier run, or another server, has begun. */
    private boolean isUnderWay() {
        return spaces.coverage(other().orElseThrow()).filled() > 0;
    }

    /** Rest for as long as keeps looking for what was stored meanwhile cheap. */
    private Duration afterLap(Duration took) {
        // a write of another server may have met a switch, and is found by its words only until it has vectors
        new VectorFiller(spaces, embedder, embedder.space()).step();
        boolean again = lapFoundSome;
        lapFoundSome = false;
        Duration rest = took.multipliedBy(20);
        if (again) {
            return Duration.ZERO;
        }
        return rest.compareTo(LEAST_PAUSE) > 0 ? rest : LEAST_PAUSE;
    }

    private Duration paced(int filled, Duration took) {
        lapFoundSome = true;
        Duration least = rate == 0 ? Duration.ZERO : Duration.ofMillis(1_000L * filled / rate);
        Duration pause = least.compareTo(took) > 0 ? least.minus(took) : Duration.ZERO;
        filledSinceBegun += filled;
        nanosSinceBegun += took.plus(pause).toNanos();
        perSecond = filledSinceBegun * 1e9 / Math.max(1, nanosSinceBegun);
        return pause;
    }

    /** Begin nothing more, and wait a little for the few memories under way; the store knows what is left. */
    @Override
    public void close() {
        closed = true;
        scheduled.incrementAndGet();
        try {
            if (turn.tryLock(5, TimeUnit.SECONDS)) {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
