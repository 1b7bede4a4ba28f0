package org.mneme.core.recall;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.mneme.spi.storage.Hits;

/**
 * Put hits by vector and by words into one order, by the sum of their normalised scores.
 *
 * <p>Each of the two scores is stretched over the candidates to 0 … 1 (its least to 0, its greatest to 1), so that neither
 * scale rules the other; the sum is halved. Measured better than reciprocal ranks, which a weak vector arm makes worse than
 * words alone.
 */
final class Fusion {

    private static final double VECTOR_WEIGHT = 0.5;

    private Fusion() {}

    static List<Recalled.Result> fuse(List<Hits.Hit> hits) {
        ToDoubleFunction<Hits.Hit> vector =
                normalised(hits, hit -> hit.similarity().orElse(-1));
        ToDoubleFunction<Hits.Hit> lexical =
                normalised(hits, hit -> hit.lexicalScore().orElse(0));
        return hits.stream()
                .map(hit -> {
                    double byVector = vector.applyAsDouble(hit);
                    double byWords = lexical.applyAsDouble(hit);
                    return new Recalled.Result(
                            hit.memory(),
                            VECTOR_WEIGHT * byVector + (1 - VECTOR_WEIGHT) * byWords,
                            hit.similarity().orElse(0),
                            Map.of("vector", byVector, "lexical", byWords));
                })
                .toList();
    }

    private static ToDoubleFunction<Hits.Hit> normalised(List<Hits.Hit> hits, ToDoubleFunction<Hits.Hit> score) {
        double least = hits.stream().mapToDouble(score).min().orElse(0);
        double greatest = hits.stream().mapToDouble(score).max().orElse(0);
        double width = greatest - least;
        // all alike: nothing to tell them apart by, and no division by zero
        return width == 0 ? hit -> greatest > 0 ? 1 : 0 : hit -> (score.applyAsDouble(hit) - least) / width;
    }
}
