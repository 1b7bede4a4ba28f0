package org.mneme.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScopeTest {

    private final Scope place = Scope.of("ws_1").with(Attribute.USER, "alice").with(Attribute.PROJECT, "app");

    @Test
    void aScopeCoversWhatHasItsValues() {
        assertThat(Scope.of("ws_1").covers(place)).isTrue();
        assertThat(Scope.of("ws_1").with(Attribute.USER, "alice").covers(place)).isTrue();
        assertThat(Scope.of("ws_1").with(Attribute.USER, "bob").covers(place)).isFalse();
        assertThat(Scope.of("ws_1").with(Attribute.TASK, "t").covers(place)).isFalse();
    }

    @Test
    void aScopeNeverCoversAnotherWorkspace() {
        assertThat(Scope.of("ws_2").covers(place)).isFalse();
    }

    @Test
    void aScopeNamesAWorkspace() {
        assertThatThrownBy(() -> Scope.of(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAbsentValueNarrowsNothing() {
        assertThat(Scope.of("ws_1").withOptional(Attribute.USER, null).withOptional(Attribute.AGENT, " "))
                .isEqualTo(Scope.of("ws_1"));
    }
}
