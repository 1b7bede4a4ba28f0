package org.mneme.war.retaindb;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mneme.api.PendingMemory;

/**
 * Put writes that are not stored yet into an order for a query: they have no vector yet, so those with more of its words
 * come first, and of equals the youngest.
 */
final class PendingSearch {

    /** @param share how many of the query's words the write has, 0 … 1 */
    record Match(PendingMemory pending, double share) {}

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Comparator<Match> BEST_FIRST = Comparator.comparingDouble(Match::share)
            .reversed()
            .thenComparing(match -> match.pending().createdAt(), Comparator.reverseOrder())
            .thenComparing(match -> match.pending().index());

    private final Set<String> asked;

    PendingSearch(String query) {
        this.asked = words(query);
    }

    static Set<String> words(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Return how many of the query's words are in a text, 0 … 1. */
    double share(String text) {
        if (asked.isEmpty()) {
            return 0;
        }
        Set<String> common = new HashSet<>(asked);
        common.retainAll(words(text));
        return (double) common.size() / asked.size();
    }

    List<Match> order(List<PendingMemory> pending) {
        return pending.stream()
                .map(write -> new Match(write, share(write.content())))
                .sorted(BEST_FIRST)
                .toList();
    }
}
