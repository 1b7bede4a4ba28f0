package org.mneme.core.recall;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.Search;

/**
 * Choose the best by both scores, so that a storage need not read a hundred memories to give ten.
 *
 * <p>Serves one search: it remembers the scales, which are those of everything that was found.
 */
final class BestFused implements Search.Choice {

    private final int limit;
    private final double minSimilarity;
    private Fusion fusion;

    BestFused(int limit, double minSimilarity) {
        this.limit = limit;
        this.minSimilarity = minSimilarity;
    }

    @Override
    public Set<String> of(List<Hits.Score> found) {
        Fusion over = Fusion.overScores(found);
        fusion = over;
        return found.stream()
                .filter(score -> score.similarity().orElse(0) >= minSimilarity)
                .sorted(Comparator.<Hits.Score>comparingDouble(over::fused)
                        .reversed()
                        .thenComparing(Hits.Score::id))
                .limit(limit)
                .map(Hits.Score::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Fuse what the search gave: the chosen, or everything if the storage did not ask. */
    List<Recalled.Result> fuse(List<Hits.Hit> hits) {
        return (fusion == null ? Fusion.over(hits) : fusion).fuse(hits);
    }
}
