package org.mneme.tck.storage;

/** Measure what this process holds in its heap and cannot let go. */
final class LiveHeap {

    /** Whatever other threads have just made is gone in one of them. */
    private static final int MEASUREMENTS = 3;

    private LiveHeap() {}

    static long bytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
