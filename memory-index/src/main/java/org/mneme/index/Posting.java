package org.mneme.index;

import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * Keep a set of ordinals: as a plain array while it is small, since a session or a job has a handful of memories and there
 * are many of them. Not thread-safe.
 */
final class Posting {

    private static final int FEW = 32;

    /** Ascending, because ordinals are given out in ascending order; null once there are many. */
    private int[] few = new int[1];

    private int size;
    private RoaringBitmap many;

    void add(int from, int to) {
        if (many == null && size + (to - from) > FEW) {
            many = RoaringBitmap.bitmapOf(Arrays.copyOf(few, size));
            few = null;
        }
        if (many != null) {
            many.add((long) from, to);
            return;
        }
        if (few.length < size + to - from) {
            few = Arrays.copyOf(few, Math.max(2 * few.length, size + to - from));
        }
        for (int ordinal = from; ordinal < to; ordinal++) {
            few[size++] = ordinal;
        }
    }

    void remove(int from, int to) {
        if (many != null) {
            many.remove((long) from, to);
            return;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (few[i] < from || few[i] >= to) {
                few[kept++] = few[i];
            }
        }
        size = kept;
    }

    boolean isEmpty() {
        return many == null ? size == 0 : many.isEmpty();
    }

    int cardinality() {
        return many == null ? size : many.getCardinality();
    }

    /** Return what is in this set and the other; a new bitmap. */
    RoaringBitmap and(RoaringBitmap within) {
        if (many != null) {
            return RoaringBitmap.and(many, within);
        }
        RoaringBitmap both = new RoaringBitmap();
        for (int i = 0; i < size; i++) {
            if (within.contains(few[i])) {
                both.add(few[i]);
            }
        }
        return both;
    }

    /** Add this set to a bitmap. */
    void addTo(RoaringBitmap target) {
        if (many != null) {
            target.or(many);
            return;
        }
        for (int i = 0; i < size; i++) {
            target.add(few[i]);
        }
    }
}
