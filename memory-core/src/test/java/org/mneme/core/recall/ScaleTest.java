package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mneme.spi.storage.Hits;

class ScaleTest {

    @Test
    void theLeastBecomesNoughtAndTheGreatestOne() {
        Scale scale = new Scale(0.4, 0.8);
        assertThat(scale.at(OptionalDouble.of(0.4))).isZero();
        assertThat(scale.at(OptionalDouble.of(0.6))).isCloseTo(0.5, within());
        assertThat(scale.at(OptionalDouble.of(0.8))).isEqualTo(1);
    }

    @Test
    void whatLiesBeyondTheScaleStaysAtItsEnds() {
        Scale scale = new Scale(0.4, 0.8);
        assertThat(scale.at(OptionalDouble.of(0.1))).isZero();
        assertThat(scale.at(OptionalDouble.of(0.9))).isEqualTo(1);
    }

    @Test
    void aMemoryWithoutAVectorDoesNotStretchTheScaleOfTheOthers() {
        Hits.Hit without = Found.hit(Found.alone("a", "a"), OptionalDouble.empty(), 1);
        Hits.Hit low = Found.hit(Found.alone("b", "b"), OptionalDouble.of(0.6), 1);
        Hits.Hit high = Found.hit(Found.alone("c", "c"), OptionalDouble.of(0.8), 1);
        Scale scale = Scale.over(Stream.of(without, low, high).map(Hits.Hit::similarity));
        assertThat(scale).isEqualTo(new Scale(0.6, 0.8));
        assertThat(scale.at(without.similarity())).isZero();
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }
}
