package org.mneme.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreTakenByNearestRank() {
        Latencies latencies = Latencies.of(new long[] {4_000_000, 1_000_000, 3_000_000, 2_000_000});
        assertThat(latencies.p50()).isEqualTo(2);
        assertThat(latencies.percentile(0.75)).isEqualTo(3);
        assertThat(latencies.p99()).isEqualTo(4);
    }
}
