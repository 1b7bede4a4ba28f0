package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mneme.spi.storage.Hits;

class BestFusedTest {

    private final Random random = new Random(5);

    private Hits.Hit hit(int number) {
        OptionalDouble similarity =
                number % 7 == 0 ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble() * 2 - 1);
        return Found.hit(Found.alone("m" + number, "text"), similarity, random.nextInt(4) * 3.0);
    }

    private static Hits.Score score(Hits.Hit hit) {
        return new Hits.Score(hit.memory().id(), hit.similarity(), hit.lexicalScore());
    }

    /** Whether a storage asks which memories to read or reads them all, the same ones come out, with the same scores. */
    @Test
    void choosesWhatComesOutBestIfEverythingIsRead() {
        for (int round = 0; round < 200; round++) {
            List<Hits.Hit> all = IntStream.range(0, 80).mapToObj(this::hit).toList();
            double least = round % 3 == 0 ? 0.1 : -1;
            List<Recalled.Result> expected = best(new BestFused(10, least).fuse(all), least);

            BestFused choice = new BestFused(10, least);
            Set<String> chosen =
                    choice.of(all.stream().map(BestFusedTest::score).toList());
            List<Recalled.Result> fused = choice.fuse(all.stream()
                    .filter(hit -> chosen.contains(hit.memory().id()))
                    .toList());

            assertThat(chosen).hasSizeLessThanOrEqualTo(10);
            assertThat(best(fused, least)).isEqualTo(expected);
        }
    }

    private static List<Recalled.Result> best(List<Recalled.Result> results, double least) {
        return results.stream()
                .filter(result -> result.similarity() >= least)
                .sorted(RecallService.BEST_FIRST)
                .limit(10)
                .toList();
    }

    @Test
    void choosesNothingOfNothing() {
        BestFused choice = new BestFused(10, -1);
        assertThat(choice.of(List.of())).isEmpty();
        assertThat(choice.fuse(List.of())).isEmpty();
    }
}
