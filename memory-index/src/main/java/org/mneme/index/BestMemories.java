package org.mneme.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** Compare a query exactly with the vectors of some ordinals and choose the best memories. */
final class BestMemories {

    private final Slots slots;
    private final int[] ordinals;

    /** Ascending: a score's bits made sortable, then the ordinal's place, so that sorting moves nothing but longs. */
    private final long[] ranked;

    private BestMemories(Slots slots, int[] ordinals, long[] ranked) {
        this.slots = slots;
        this.ordinals = ordinals;
        this.ranked = ranked;
    }

    static BestMemories among(Generation generation, float[] unitQuery, int[] ordinals) {
        long[] ranked = new long[ordinals.length];
        float[] vector = new float[unitQuery.length];
        for (int place = 0; place < ordinals.length; place++) {
            generation.vectors.read(ordinals[place], vector);
            ranked[place] = rank(VectorMath.cosine(unitQuery, vector), place);
        }
        Arrays.sort(ranked);
        return new BestMemories(generation.slots, ordinals, ranked);
    }

    private static long rank(float score, int place) {
        // adding 0 makes -0 to +0; then floats sort as their bits, negative ones mirrored
        int bits = Float.floatToRawIntBits(score + 0f);
        int sortable = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) sortable << 32 | place;
    }

    private static float score(long rank) {
        int sortable = (int) (rank >> 32);
        return Float.intBitsToFloat(sortable ^ (sortable >> 31 & Integer.MAX_VALUE));
    }

    int memories() {
        RoaringBitmap heads = new RoaringBitmap();
        for (int ordinal : ordinals) {
            heads.add(slots.head(ordinal));
        }
        return heads.getCardinality();
    }

    /** Return the best memories by their best vector, best first, ties by id. */
    List<IndexHit> top(int limit, float minScore) {
        List<IndexHit> hits = new ArrayList<>();
        RoaringBitmap seen = new RoaringBitmap();
        for (int i = ranked.length - 1; i >= 0; i--) {
            float score = score(ranked[i]);
            // equal scores are all collected, since the id decides between them
            if (score < minScore
                    || hits.size() >= limit && score < hits.get(hits.size() - 1).score()) {
                break;
            }
            int head = slots.head(ordinals[(int) ranked[i]]);
            if (seen.checkedAdd(head)) {
                hits.add(new IndexHit(slots.id(head), score));
            }
        }
        hits.sort(IndexHit.BEST_FIRST);
        return List.copyOf(hits.size() > limit ? hits.subList(0, limit) : hits);
    }
}
