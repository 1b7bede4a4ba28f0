package org.mneme.spi.storage;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Scope;

/**
 * Keep the answers to requests that may be repeated, for a time.
 *
 * <p>The first request with a key gets the lease and runs; one that comes while it runs is told to wait; one that comes
 * after it gets the stored answer. A lease that ends without an answer passes to the next request, which is given the same
 * {@link Begun.First#work} so that ids derived from it make the effect once.
 */
public interface IdempotencyStore {

    /**
     * Name a request.
     *
     * @param route the route it was sent to
     * @param key the caller's key
     * @param fingerprint the hash of its body; the same key with another body is a conflict
     */
    record Request(String route, String key, String fingerprint) {
        public Request {
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(fingerprint, "fingerprint");
        }
    }

    /** An answer: status, body, and ids of the memories whose content it holds. */
    record Answer(int status, String body, List<String> memories) {
        public Answer {
            Objects.requireNonNull(body, "body");
            memories = List.copyOf(memories);
        }
    }

    /** What a request finds. */
    sealed interface Begun {

        /**
         * Nobody is running it: run it, then {@link IdempotencyStore#complete}.
         *
         * @param work names the work, the same for every holder of this key; cannot be guessed
         * @param since when the key was first used
         */
        record First(String work, Instant since, Lease lease) implements Begun {}

        /** Somebody is running it: ask again a little later. */
        record Running() implements Begun {}

        /** It has run: answer this. The body is empty once a memory in it was deleted. */
        record Done(int status, Optional<String> body) implements Begun {}

        /** The key was used for another body. */
        record Mismatch() implements Begun {}
    }

    /** Ask for a key; {@code keepUntil} is when the key is forgotten. */
    Begun begin(Scope scope, Request request, Instant now, Lease lease, Instant keepUntil);

    /** Store the answer, without its body if a memory it holds has been deleted meanwhile; false if the lease was lost. */
    boolean complete(Scope scope, Request request, Lease lease, Answer answer);

    /** Give the key back without an answer, because nothing was done. */
    void release(Scope scope, Request request, Lease lease);

    /** Forget keys past their time; returns how many. Serves the whole server. */
    int removeExpired(Instant now);
}
