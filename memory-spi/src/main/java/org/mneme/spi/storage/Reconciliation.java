package org.mneme.spi.storage;

import java.util.List;
import java.util.Objects;
import org.mneme.api.Memory;
import org.mneme.api.Scope;

/**
 * Decide what a new memory means for those already there, atomically.
 *
 * <p>The storage finds the active memories in {@code within} that have the same {@link org.mneme.api.ContentHash} or whose
 * cosine with the new one is at least {@code floor}, best first, ties by id, at most {@code limit}, exactly; asks the
 * decider; and carries out its decision with no other reconciled write to {@code within} in between, on this server or
 * another. A memory that was inserted by a call that has returned is always among those found.
 *
 * @param within where to look; its workspace is the memory's
 * @param floor the least cosine of interest, -1 … 1; above 1 to look for the same text only
 * @param limit how many neighbours the decider sees at most, 1 … 100
 * @param decider decides; may be asked more than once, so it has no effects of its own
 */
public record Reconciliation(Scope within, double floor, int limit, Decider decider) {

    /** Decide what to do with a new memory, knowing its neighbours. */
    @FunctionalInterface
    public interface Decider {

        /** Decide, best neighbours first. The same neighbours always give the same decision. */
        Decision decide(List<Neighbour> neighbours);
    }

    /**
     * A memory near a new one.
     *
     * @param memory the memory
     * @param similarity the exact cosine of its best window with the new one's best window; -1 if either has no vector
     * @param sameContent whether both have the same content hash
     */
    public record Neighbour(Memory memory, double similarity, boolean sameContent) {
        public Neighbour {
            Objects.requireNonNull(memory, "memory");
        }
    }

    /** What to do with a new memory. */
    public sealed interface Decision {

        /** Store it beside the others. */
        record Insert() implements Decision {}

        /**
         * Put its content, vectors, tags, metadata, type, entities, importance, confidence, dates and expiry into an
         * existing memory, whose id and creation time stay.
         *
         * @param id the memory to change: one of the neighbours
         * @param keepVersion whether the former state is kept as a version
         */
        record Replace(String id, boolean keepVersion) implements Decision {}

        /** Store it, and keep the given neighbours as history that it superseded. */
        record Supersede(List<String> ids) implements Decision {
            public Supersede {
                ids = List.copyOf(ids);
            }
        }

        /**
         * Store it as history that a neighbour has taken the place of, because it became known only later. It causes no
         * deliveries.
         *
         * @param id the memory that holds instead: one of the neighbours
         */
        record Precede(String id) implements Decision {}

        /** Store nothing: a neighbour says it already. */
        record Keep(String id) implements Decision {}
    }

    public Reconciliation {
        Objects.requireNonNull(within, "within");
        Objects.requireNonNull(decider, "decider");
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("a decider sees 1 … 100 neighbours, not " + limit);
        }
    }
}
