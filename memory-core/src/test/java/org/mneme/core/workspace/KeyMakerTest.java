package org.mneme.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mneme.api.MemoryException;

class KeyMakerTest {

    private final KeyMaker maker = new KeyMaker();

    @Test
    void aKeyHasItsDialectsPrefixAnd32Base58Digits() {
        assertThat(maker.make("retainr")).matches("rec_live_[1-9A-HJ-NP-Za-km-z]{32}");
        assertThat(maker.make("retaindb")).matches("rdb_[1-9A-HJ-NP-Za-km-z]{32}");
        assertThat(maker.make("xtrace")).matches("xtk_[1-9A-HJ-NP-Za-km-z]{32}");
    }

    @Test
    void anUnknownDialectIsNamed() {
        assertThatThrownBy(() -> maker.make("other"))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.field()).contains("dialect"));
    }

    @Test
    void onlyTheBeginningOfAKeyIsEverShown() {
        assertThat(KeyMaker.visiblePrefix("rec_live_abcdefgh12345678abcdefgh12345678"))
                .isEqualTo("rec_live_abcd");
        assertThat(KeyMaker.visiblePrefix("0123456789abcdef")).isEqualTo("0123");
    }
}
