package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupSizeTest {

    private final GroupSize size = new GroupSize();

    @Test
    void whoWritesAloneNeverWaits() {
        for (int write = 0; write < 1_000; write++) {
            assertThat(size.expected()).isEqualTo(1);
            size.came(1);
            size.cameMeanwhile(0);
        }
    }

    @Test
    void asManyAreExpectedAsComeTogether() {
        size.came(5);
        size.cameMeanwhile(0);

        assertThat(size.expected()).isEqualTo(5);
    }

    @Test
    void whoComesWhileACheckpointRunsIsWaitedForBeforeLong() {
        long longest = 0;
        for (int group = 0; group < 200; group++) {
            // sixteen clients, of which six come within the time a leader waits
            long came = Math.min(size.expected(), 6);
            longest = Math.max(longest, came);
            size.came(came);
            size.cameMeanwhile(1);
        }

        assertThat(longest).isEqualTo(6);
    }

    @Test
    void waitingInVainBecomesRare() {
        int inVain = 0;
        for (int group = 0; group < 1_000; group++) {
            inVain += size.expected() > 4 ? 1 : 0;
            size.came(4);
            size.cameMeanwhile(4);
        }

        assertThat(inVain).isBetween(1, 30);
    }
}
