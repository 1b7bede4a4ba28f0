package org.mneme.index;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Choose ordinals by an instant: whole buckets at once, only the buckets at the ends of the range one by one. Not
 * thread-safe.
 */
final class TimeBuckets {

    /** 2^22 ms, an hour and ten minutes. */
    private static final int BUCKET_BITS = 22;

    /** So many ordinals are looked at one by one faster than the buckets are put together. */
    private static final int FEW = 4096;

    private final IntToLongFunction instants;
    private final TreeMap<Long, Posting> buckets = new TreeMap<>();

    TimeBuckets(IntToLongFunction instants) {
        this.instants = instants;
    }

    void add(long instant, int from, int to) {
        buckets.computeIfAbsent(instant >> BUCKET_BITS, key -> new Posting()).add(from, to);
    }

    void remove(long instant, int from, int to) {
        buckets.computeIfPresent(instant >> BUCKET_BITS, (key, posting) -> {
            posting.remove(from, to);
            return posting.isEmpty() ? null : posting;
        });
    }

    /** Return the ordinals of a bitmap, all of which must have been added here, with an instant in [from, to). */
    RoaringBitmap select(long from, long to, RoaringBitmap within) {
        if (to <= from) {
            return new RoaringBitmap();
        }
        if (within.getCardinality() <= FEW) {
            return check(from, to, within);
        }
        return RoaringBitmap.and(range(from, to), within);
    }

    /** Return all ordinals with an instant in [from, to), from < to. */
    RoaringBitmap range(long from, long to) {
        RoaringBitmap range = new RoaringBitmap();
        long first = from >> BUCKET_BITS;
        long last = (to - 1) >> BUCKET_BITS;
        for (Map.Entry<Long, Posting> bucket :
                buckets.subMap(first, true, last, true).entrySet()) {
            if (bucket.getKey() > first && bucket.getKey() < last) {
                bucket.getValue().addTo(range);
                continue;
            }
            RoaringBitmap edge = new RoaringBitmap();
            bucket.getValue().addTo(edge);
            range.or(check(from, to, edge));
        }
        return range;
    }

    private RoaringBitmap check(long from, long to, RoaringBitmap ordinals) {
        RoaringBitmap range = new RoaringBitmap();
        IntIterator each = ordinals.getIntIterator();
        while (each.hasNext()) {
            int ordinal = each.next();
            long instant = instants.applyAsLong(ordinal);
            if (instant >= from && instant < to) {
                range.add(ordinal);
            }
        }
        return range;
    }
}
