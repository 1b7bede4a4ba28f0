package org.mneme.core.recall;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mneme.api.Memory;

/**
 * Hold what was found, best first, ties by id, and where the time went.
 *
 * @param results what was found
 * @param timing where the time went
 */
public record Recalled(List<Result> results, Timing timing) {

    /**
     * A memory that was found.
     *
     * @param memory the memory
     * @param score what the results are ordered by: the cosine for {@link Profile#FAST}, else 0 … 1
     * @param similarity the exact cosine of the query and the memory; 0 if the memory has no vector
     * @param parts what each thing that speaks for the memory adds to the score, by name; they sum up to it
     */
    public record Result(Memory memory, double score, double similarity, Map<String, Double> parts) {
        public Result {
            Objects.requireNonNull(memory, "memory");
            parts = Map.copyOf(parts);
        }
    }

    /** Where the time of a recall went, in nanoseconds; {@code merge} has the reading of what was found, and the ranking. */
    public record Timing(long embed, long vector, long lexical, long merge, long total) {}

    public Recalled {
        results = List.copyOf(results);
        Objects.requireNonNull(timing, "timing");
    }
}
