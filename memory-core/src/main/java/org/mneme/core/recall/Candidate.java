package org.mneme.core.recall;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;
import org.mneme.spi.storage.Hits;

/**
 * Hold a memory that was found, with both of its scores stretched to 0 … 1.
 *
 * @param hit what the storage said
 * @param vector how near its meaning is to the query's
 * @param lexical how well it has the query's words
 */
record Candidate(Hits.Hit hit, double vector, double lexical) {

    static final double VECTOR_WEIGHT = 0.55;
    static final double LEXICAL_WEIGHT = 1 - VECTOR_WEIGHT;

    static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::fused).reversed().thenComparing(Candidate::id);

    /** In the order in which they were stored. */
    static final Comparator<Candidate> OLDEST_FIRST = Comparator.<Candidate, Instant>comparing(
                    candidate -> candidate.memory().createdAt())
            .thenComparing(Candidate::id);

    /** Return both scores as one, 0 … 1. */
    double fused() {
        return sum(vector, lexical);
    }

    static double sum(double vector, double lexical) {
        return VECTOR_WEIGHT * vector + LEXICAL_WEIGHT * lexical;
    }

    Memory memory() {
        return hit.memory();
    }

    String id() {
        return memory().id();
    }

    Optional<String> session() {
        return memory().scope().get(Attribute.SESSION);
    }
}
