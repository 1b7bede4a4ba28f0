package org.mneme.index;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Find out how many candidates a search needs.
 *
 * <p>For a sample of queries in the largest workspace it compares the best ten among the candidates with the best ten among
 * sixteen times as many. A query is the sum of two stored vectors, one weighted double: near to something, equal to nothing, as a
 * question is.
 */
final class RecallCheck {

    private static final int QUERIES = 64;
    private static final int TOP = 10;
    private static final int WIDER = 16;

    /** Half a percent more than a search must have at least, because a sample is a sample. */
    private static final double WANTED = 0.995;

    private static final int MOST = 1 << 16;

    private final Generation generation;

    RecallCheck(Generation generation) {
        this.generation = generation;
    }

    /** Return so many candidates, or more if the sample's recall is lower than wanted. */
    int candidates(int present) {
        RoaringBitmap scope = generation.partitions().stream()
                .map(Partition::live)
                .max(Comparator.comparingInt(RoaringBitmap::getCardinality))
                .orElseGet(RoaringBitmap::new);
        int candidates = present;
        while (candidates < MOST && candidates < scope.getCardinality() && recall(scope, candidates) < WANTED) {
            candidates *= 2;
        }
        return candidates;
    }

    double recall(RoaringBitmap scope, int candidates) {
        Random random = new Random(1);
        int found = 0;
        int expected = 0;
        for (int n = 0; n < QUERIES; n++) {
            float[] query = query(scope, random);
            Set<IndexHit> best = best(scope, query, WIDER * candidates);
            expected += best.size();
            best.retainAll(best(scope, query, candidates));
            found += best.size();
        }
        return expected == 0 ? 1 : (double) found / expected;
    }

    private float[] query(RoaringBitmap scope, Random random) {
        float[] near = new float[generation.dimension];
        float[] far = new float[generation.dimension];
        generation.vectors.read(scope.select(random.nextInt(scope.getCardinality())), near);
        generation.vectors.read(scope.select(random.nextInt(scope.getCardinality())), far);
        for (int i = 0; i < near.length; i++) {
            near[i] = 2 * near[i] + far[i];
        }
        return VectorMath.unit(near, near.length);
    }

    private Set<IndexHit> best(RoaringBitmap scope, float[] query, int candidates) {
        int[] ordinals = candidates < scope.getCardinality()
                ? generation.codes.nearest(query, scope, candidates)
                : scope.toArray();
        List<IndexHit> best = BestMemories.among(generation, query, ordinals).top(TOP, IndexQuery.ANY_SCORE);
        return new HashSet<>(best);
    }
}
