package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Hits;

class FusionTest {

    @Test
    void whatIsGoodByBothComesBeforeWhatIsBestByOne() {
        List<Recalled.Result> fused =
                fuse(List.of(hit("both", 0.80, 9), hit("vector", 0.90, 0), hit("words", 0.50, 10)));
        assertThat(score(fused, "both")).isGreaterThan(score(fused, "vector")).isGreaterThan(score(fused, "words"));
        assertThat(fused).allSatisfy(result -> assertThat(result.score()).isBetween(0.0, 1.0));
    }

    @Test
    void equalScoresTellNothingApart() {
        List<Recalled.Result> fused = fuse(List.of(hit("a", 0.5, 0), hit("b", 0.5, 0)));
        assertThat(score(fused, "a")).isEqualTo(score(fused, "b"));
        assertThat(fuse(List.of())).isEmpty();
    }

    @Test
    void theSimilarityStaysTheCosine() {
        assertThat(fuse(List.of(hit("a", 0.73, 2))).get(0).similarity()).isEqualTo(0.73);
    }

    @Test
    void thePartsSumUpToTheScore() {
        assertThat(fuse(List.of(hit("a", 0.9, 3), hit("b", 0.7, 5), hit("c", 0.5, 0))))
                .allSatisfy(result -> assertThat(result.score())
                        .isEqualTo(result.parts().get("vector") + result.parts().get("lexical")));
    }

    private static List<Recalled.Result> fuse(List<Hits.Hit> hits) {
        return Fusion.over(hits).fuse(hits);
    }

    private static double score(List<Recalled.Result> results, String id) {
        return results.stream()
                .filter(result -> result.memory().id().equals(id))
                .findFirst()
                .orElseThrow()
                .score();
    }

    private static Hits.Hit hit(String id, double similarity, double words) {
        Memory memory = Memory.builder(id, Scope.of("ws_1"), id, Instant.EPOCH).build();
        return new Hits.Hit(memory, OptionalDouble.of(similarity), OptionalDouble.of(words));
    }
}
