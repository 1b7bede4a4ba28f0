package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppliedClocksTest {

    private final AppliedClocks clocks = new AppliedClocks();

    @Test
    void theClockStopsAtAGapAndJumpsWhenItCloses() {
        clocks.mark("w", 1, List.of());
        clocks.mark("w", 3, List.of());
        clocks.mark("w", 4, List.of());
        assertThat(clocks.applied("w")).isEqualTo(1);
        assertThat(clocks.isApplied("w", 2)).isFalse();
        assertThat(clocks.isApplied("w", 3)).isTrue();

        clocks.mark("w", 2, List.of());
        assertThat(clocks.applied("w")).isEqualTo(4);
    }

    @Test
    void anOlderChangeOfAMemoryIsSupersededByANewerOneThatCameFirst() {
        clocks.mark("w", 2, List.of("a"));
        assertThat(clocks.isSuperseded("w", "a", 1)).isTrue();
        assertThat(clocks.isSuperseded("w", "b", 1)).isFalse();
        assertThat(clocks.isSuperseded("other", "a", 1)).isFalse();
        assertThat(clocks.isSuperseded("w", "a", 3)).isFalse();
    }

    @Test
    void advancingPassesOverGapsAndGoesOnWithWhatWasAhead() {
        clocks.mark("w", 5, List.of("a"));
        clocks.mark("w", 9, List.of("b"));
        clocks.advance("w", 4);
        assertThat(clocks.applied("w")).isEqualTo(5);
        clocks.advance("w", 2);
        assertThat(clocks.applied("w")).isEqualTo(5);
        assertThat(clocks.isSuperseded("w", "b", 7)).isTrue();
    }

    @Test
    void workspacesHaveClocksOfTheirOwn() {
        clocks.mark("a", 1, List.of());
        clocks.reset(Map.of("b", 7L));
        assertThat(clocks.applied()).containsExactlyEntriesOf(Map.of("b", 7L));
        assertThat(clocks.applied("a")).isZero();
    }

    @Test
    void everyChangeChangesTheVersion() {
        long before = clocks.version();
        clocks.mark("w", 1, List.of());
        long marked = clocks.version();
        assertThat(marked).isNotEqualTo(before);
        clocks.mark("w", 1, List.of());
        assertThat(clocks.version()).isEqualTo(marked);
        clocks.advance("w", 3);
        assertThat(clocks.version()).isNotEqualTo(marked);
    }
}
