package org.mneme.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collect how well rankings match what should have been found: the means over queries, in percent. */
final class RetrievalScores {

    private static final List<Integer> CUTS = List.of(5, 10, 20);
    private static final int NDCG_CUT = 10;

    private final Map<String, Double> sums = new LinkedHashMap<>();
    private int queries;

    /** Add one query: what was found, best first, each once, and what should have been. */
    void add(List<String> ranking, Set<String> wanted) {
        queries++;
        for (int cut : CUTS) {
            long found = ranking.stream().limit(cut).filter(wanted::contains).count();
            sum("recall@" + cut, (double) found / wanted.size());
        }
        sum("NDCG@" + NDCG_CUT, ndcg(ranking, wanted));
        sum("MRR", reciprocalRank(ranking, wanted));
    }

    private void sum(String measure, double value) {
        sums.merge(measure, value, Double::sum);
    }

    private static double ndcg(List<String> ranking, Set<String> wanted) {
        double gain = 0;
        double ideal = 0;
        for (int rank = 0; rank < NDCG_CUT; rank++) {
            double worth = Math.log(2) / Math.log(rank + 2.0);
            gain += rank < ranking.size() && wanted.contains(ranking.get(rank)) ? worth : 0;
            ideal += rank < wanted.size() ? worth : 0;
        }
        return gain / ideal;
    }

    private static double reciprocalRank(List<String> ranking, Set<String> wanted) {
        for (int rank = 0; rank < ranking.size(); rank++) {
            if (wanted.contains(ranking.get(rank))) {
                return 1.0 / (rank + 1);
            }
        }
        return 0;
    }

    /** Return the means by measure, in percent. */
    Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((measure, sum) -> means.put(measure, 100 * sum / queries));
        return means;
    }
}
