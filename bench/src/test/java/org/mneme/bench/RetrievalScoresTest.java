package org.mneme.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetrievalScoresTest {

    private final RetrievalScores scores = new RetrievalScores();

    @Test
    void recallIsTheShareOfTheWantedAmongTheFirst() {
        scores.add(List.of("a", "x", "x2", "x3", "x4", "b"), Set.of("a", "b"));
        assertThat(scores.means()).containsEntry("recall@5", 50.0).containsEntry("recall@10", 100.0);
    }

    @Test
    void theReciprocalRankIsThatOfTheFirstWanted() {
        scores.add(List.of("x", "x2", "a", "b"), Set.of("a", "b"));
        scores.add(List.of("x"), Set.of("a"));
        assertThat(scores.means().get("MRR")).isEqualTo(100 / 3.0 / 2, offset(1e-9));
    }

    @Test
    void theGainShrinksWithTheRank() {
        scores.add(List.of("x", "a", "x2", "b"), Set.of("a", "b"));
        double gain = 1 / log2(3) + 1 / log2(5);
        assertThat(scores.means().get("NDCG@10")).isEqualTo(100 * gain / (1 + 1 / log2(3)), offset(1e-9));
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }
}
