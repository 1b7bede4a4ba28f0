package org.mneme.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void noTwoTextsAreTheSame() {
        assertThat(IntStream.range(0, 20_000).mapToObj(Texts::memory).collect(Collectors.toSet()))
                .hasSize(20_000);
        assertThat(IntStream.range(0, 20_000).mapToObj(Texts::query).collect(Collectors.toSet()))
                .hasSize(20_000);
    }

    @Test
    void aNumberAlwaysHasTheSameText() {
        assertThat(Texts.memory(17)).isEqualTo(Texts.memory(17));
    }
}
