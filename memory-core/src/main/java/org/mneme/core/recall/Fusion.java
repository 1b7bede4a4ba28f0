package org.mneme.core.recall;

import java.util.List;
import java.util.Map;
import org.mneme.spi.storage.Hits;

/**
 * Put hits by vector and by words into one order, by the sum of their normalised scores.
 *
 * <p>Each of the two scores is stretched over the candidates to 0 … 1 (its least to 0, its greatest to 1), so that neither
 * scale rules the other. Measured better than reciprocal ranks, which a weak vector arm makes worse than words alone.
 *
 * @param vector the scale of the cosines
 * @param lexical the scale of the BM25 scores
 */
record Fusion(Scale vector, Scale lexical) {

    /** Take the scales from the hits of one search. */
    static Fusion over(List<Hits.Hit> hits) {
        return new Fusion(
                Scale.over(hits.stream().map(Hits.Hit::similarity)),
                Scale.over(hits.stream().map(Hits.Hit::lexicalScore)));
    }

    /** Take the scales from what one search found, before it is read. */
    static Fusion overScores(List<Hits.Score> found) {
        return new Fusion(
                Scale.over(found.stream().map(Hits.Score::similarity)),
                Scale.over(found.stream().map(Hits.Score::lexicalScore)));
    }

    /** Return both scores as one, 0 … 1. */
    double fused(Hits.Score found) {
        return Candidate.sum(vector.at(found.similarity()), lexical.at(found.lexicalScore()));
    }

    /** Put a hit on the scales, which need not be of the search that found it. */
    Candidate candidate(Hits.Hit hit) {
        return new Candidate(hit, vector.at(hit.similarity()), lexical.at(hit.lexicalScore()));
    }

    List<Recalled.Result> fuse(List<Hits.Hit> hits) {
        return hits.stream().map(this::candidate).map(Fusion::result).toList();
    }

    private static Recalled.Result result(Candidate candidate) {
        Map<String, Double> parts = Map.of(
                "vector", Candidate.VECTOR_WEIGHT * candidate.vector(),
                "lexical", Candidate.LEXICAL_WEIGHT * candidate.lexical());
        return new Recalled.Result(
                candidate.memory(),
                candidate.fused(),
                candidate.hit().similarity().orElse(0),
                parts);
    }
}
