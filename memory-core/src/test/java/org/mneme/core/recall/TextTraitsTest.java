package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTraitsTest {

    @Test
    void whatEndsByAskingIsAQuestion() {
        assertThat(TextTraits.isQuestion("Nice! Where did you go? ")).isTrue();
        assertThat(TextTraits.isQuestion("She asked: \"Where?\"")).isTrue();
        assertThat(TextTraits.isQuestion("元気ですか？")).isTrue();
        assertThat(TextTraits.isQuestion("Why? Because it rained.")).isFalse();
    }

    @Test
    void moreWordsSayMoreUpToAHundred() {
        assertThat(TextTraits.substance("Thanks!")).isLessThan(TextTraits.substance("I moved to Porto in May."));
        assertThat(TextTraits.substance("word ".repeat(100))).isEqualTo(1);
        assertThat(TextTraits.substance("word ".repeat(5_000))).isEqualTo(1);
    }
}
