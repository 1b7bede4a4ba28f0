package org.mneme.core.recall;

import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Stretch the scores of one kind to 0 … 1, so that no scale rules another.
 *
 * @param least what becomes 0, as does anything below it
 * @param greatest what becomes 1, as does anything above it
 */
record Scale(double least, double greatest) {

    /** Stretch over the scores of some hits; one that has none says nothing about the scale. */
    static Scale over(Stream<OptionalDouble> scores) {
        double[] known = scores.flatMapToDouble(OptionalDouble::stream).sorted().toArray();
        return known.length == 0 ? new Scale(0, 0) : new Scale(known[0], known[known.length - 1]);
    }

    /** Return the place of a score, 0 … 1; 0 where there is none. */
    double at(OptionalDouble score) {
        if (score.isEmpty()) {
            return 0;
        }
        if (greatest == least) {
            // all alike: nothing to tell them apart by, and no division by zero
            return score.getAsDouble() >= least && greatest > 0 ? 1 : 0;
        }
        return Math.min(1, Math.max(0, (score.getAsDouble() - least) / (greatest - least)));
    }
}
