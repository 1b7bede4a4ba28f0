package org.mneme.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitVectorsTest {

    @Test
    void aVectorIsScaledToLengthOne() {
        assertThat(UnitVectors.normalise(new float[] {3, 4})).containsExactly(new float[] {0.6f, 0.8f}, within(1e-7f));
        assertThat(UnitVectors.normalise(new float[] {3e30f, 4e30f}))
                .containsExactly(new float[] {0.6f, 0.8f}, within(1e-7f));
    }

    @Test
    void aVectorWithoutDirectionIsRefused() {
        assertThatThrownBy(() -> UnitVectors.normalise(new float[] {0, 0})).hasMessageContaining("zeros");
        assertThatThrownBy(() -> UnitVectors.normalise(new float[] {1, Float.NaN}))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> UnitVectors.normalise(new float[] {1, Float.NEGATIVE_INFINITY}))
                .hasMessageContaining("finite");
    }

    @Test
    void theMeanOfOppositeVectorsIsTheFirst() {
        assertThat(UnitVectors.mean(List.of(new float[] {1, 0}, new float[] {-1, 0})))
                .containsExactly(1, 0);
        assertThat(UnitVectors.mean(List.of(new float[] {1, 0}, new float[] {0, 1})))
                .containsExactly(new float[] {0.70710678f, 0.70710678f}, within(1e-7f));
    }
}
