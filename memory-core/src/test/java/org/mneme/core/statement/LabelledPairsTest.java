package org.mneme.core.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures merging and superseding on the labelled pairs; the figures are those of {@code docs/extraction.md}. */
class LabelledPairsTest {

    private static final Logger LOG = Logger.getLogger(LabelledPairsTest.class.getName());

    @Test
    void areEnoughAndSplitInHalvesOfTheSameKind() {
        List<LabelledPairs.Pair> pairs = LabelledPairs.all();

        assertThat(pairs).hasSizeGreaterThanOrEqualTo(200);
        for (Verdict verdict : Verdict.values()) {
            long development = LabelledPairs.part("development").stream()
                    .filter(pair -> pair.meaning() == verdict)
                    .count();
            long heldOut = LabelledPairs.part("held-out").stream()
                    .filter(pair -> pair.meaning() == verdict)
                    .count();
            assertThat(heldOut).isBetween(development - 1, development + 1).isGreaterThan(30);
        }
    }

    /** Two sentences that read the same would be no test of anything. */
    @Test
    void noPairSaysTheSameWordForWord() {
        assertThat(LabelledPairs.all())
                .noneMatch(pair -> pair.older().equals(pair.newer()))
                .extracting(pair -> pair.older() + " | " + pair.newer())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "development, 0.85",
        "held-out, 0.85",
        "second, 0.85",
        "third, 0.85",
        "fourth, 0.85",
        "fifth, 0.85",
        "sixth, 0.80"
    })
    void mergingLosesNothingAndMissesLittle(String part, double least) {
        LabelledPairs.Score merging = LabelledPairs.score(LabelledPairs.part(part), Verdict.SAME);
        LOG.info(() -> part + " merging: " + merging);

        assertThat(merging.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(merging.recall()).isGreaterThanOrEqualTo(least);
    }

    @ParameterizedTest
    @CsvSource({
        "development, 0.85",
        "held-out, 0.85",
        "second, 0.85",
        "third, 0.85",
        "fourth, 0.85",
        "fifth, 0.75",
        "sixth, 0.85"
    })
    void supersedingHidesNothingAndMissesLittle(String part, double least) {
        LabelledPairs.Score superseding = LabelledPairs.score(LabelledPairs.part(part), Verdict.NEWER);
        LOG.info(() -> part + " superseding: " + superseding);

        assertThat(superseding.precision()).isGreaterThanOrEqualTo(0.98);
        assertThat(superseding.recall()).isGreaterThanOrEqualTo(least);
    }

    /** The reason for this package: whatever the threshold, the cosine of a good model merges what must stay apart. */
    @ParameterizedTest
    @ValueSource(doubles = {0.85, 0.90, 0.92, 0.95, 0.97})
    void cosineAloneMergesWhatMustStayApart(double threshold) {
        List<LabelledPairs.Pair> heldOut = LabelledPairs.part("held-out");
        LabelledPairs.Score cosine = LabelledPairs.score(heldOut, Verdict.SAME, pair -> pair.cosine() >= threshold);
        LOG.info(() -> "held-out merging by cosine ≥ " + threshold + ": " + cosine);

        assertThat(cosine.precision()).isLessThan(0.9);
        assertThat(LabelledPairs.score(heldOut, Verdict.SAME).recall()).isGreaterThan(cosine.recall() - 0.01);
    }
}
