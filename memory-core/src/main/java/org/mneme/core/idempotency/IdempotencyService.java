package org.mneme.core.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.IdempotencyStore.Begun;
import org.mneme.spi.storage.Lease;

/**
 * Run a request once for each key, and answer its repeats with what the first was answered.
 *
 * <p>Of several at once one runs, and the others wait for its answer. If the server dies while it runs, a repeat runs it
 * again with the same {@link Work}, from which its ids are derived, so that its effect still happens once. Safe for several
 * threads.
 */
public final class IdempotencyService {

    /**
     * Name the work a key stands for.
     *
     * @param id the same for every run with this key; cannot be guessed
     * @param since when the key was first used
     */
    public record Work(String id, Instant since) {}

    /** An answer, and whether it was given before. */
    public record Replayed(IdempotencyStore.Answer answer, boolean replay) {}

    private static final Duration KEEP = Duration.ofHours(24);

    /** How long a repeat waits for a server that died. A request that takes longer may be run by a repeat as well. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 20;

    private final IdempotencyStore store;
    private final Clock clock;

    public IdempotencyService(IdempotencyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Run a request, or answer it with what it was answered before.
     *
     * @param run does the work and makes the answer; one that throws frees the key, because nothing was done
     * @throws MemoryException of kind {@code CONFLICT}, code {@code idempotency_conflict}, if the key was used with another
     *     body; of kind {@code UNAVAILABLE} if the first takes too long
     */
    public Replayed once(Scope scope, IdempotencyStore.Request request, Function<Work, IdempotencyStore.Answer> run) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            Instant now = clock.instant();
            Lease lease = new Lease(UUID.randomUUID().toString(), 0, now.plus(LEASE));
            Begun begun = store.begin(scope, request, now, lease, now.plus(KEEP));
            if (begun instanceof Begun.First first) {
                Optional<IdempotencyStore.Answer> answer = run(scope, request, run, first);
                if (answer.isPresent()) {
                    return new Replayed(answer.get(), false);
                }
                // it took so long that a repeat has run it too, with the same effect: both are answered alike
                continue;
            }
            if (begun instanceof Begun.Done done) {
                return new Replayed(answer(done), true);
            }
            if (begun instanceof Begun.Mismatch) {
                throw MemoryException.conflict(
                        "idempotency_conflict", "This idempotency key was used with another request body.");
            }
            pause(deadline);
        }
    }

    private static IdempotencyStore.Answer answer(Begun.Done done) {
        String body = done.body()
                .orElseThrow(() -> MemoryException.notFound(
                        "memory", "The answer to this idempotency key was erased with a memory it held."));
        return new IdempotencyStore.Answer(done.status(), body, List.of());
    }

    /** Run the request; empty if somebody else answered it meanwhile. */
    private Optional<IdempotencyStore.Answer> run(
            Scope scope,
            IdempotencyStore.Request request,
            Function<Work, IdempotencyStore.Answer> run,
            Begun.First first) {
        IdempotencyStore.Answer answer;
        try {
            answer = run.apply(new Work(first.work(), first.since()));
        } catch (MemoryException e) {
            if (e.kind() != MemoryException.Kind.OUTCOME_UNKNOWN) {
                store.release(scope, request, first.lease());
            }
            throw e;
        }
        return store.complete(scope, request, first.lease(), answer) ? Optional.of(answer) : Optional.empty();
    }

    private static void pause(long deadline) {
        if (System.nanoTime() > deadline) {
            throw MemoryException.unavailable(
                    "still_running",
                    "The first request with this idempotency key still runs.",
                    Duration.ofSeconds(1),
                    null);
        }
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MemoryException.unavailable("interrupted", "The server is stopping.", Duration.ofSeconds(5), e);
        }
    }
}
