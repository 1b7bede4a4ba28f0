package org.mneme.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Hold the latencies of one series.
 *
 * @param sortedNanos how long each call took, shortest first
 */
record Latencies(long[] sortedNanos) {

    static Latencies of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    /** Return the least latency that a share of the calls do not exceed, in milliseconds (nearest rank). */
    double percentile(double share) {
        int rank = (int) Math.ceil(share * sortedNanos.length);
        return sortedNanos[Math.max(0, rank - 1)] / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    double p50() {
        return percentile(0.50);
    }

    double p95() {
        return percentile(0.95);
    }

    double p99() {
        return percentile(0.99);
    }
}
