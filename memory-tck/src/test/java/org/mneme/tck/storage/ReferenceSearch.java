package org.mneme.tck.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.Search;
import org.mneme.tck.TestVectors;

/** Search by comparing with every memory. */
final class ReferenceSearch {

    private record Scored(State.Row row, double similarity, double lexical) {
        String id() {
            return row.memory.id();
        }
    }

    private final State state;

    ReferenceSearch(State state) {
        this.state = state;
    }

    Hits run(Scope scope, Search search, Predicate<Memory> visible) {
        Set<String> words = search.text().map(this::words).orElse(Set.of());
        List<Scored> all = state.memories.values().stream()
                .map(row -> scored(row, search, words))
                .toList();
        List<Scored> near = search.vector().isEmpty() ? List.of() : best(all, scope, search, visible, true);
        List<Scored> said = search.text().isEmpty() ? List.of() : best(all, scope, search, visible, false);
        Set<Scored> found = new HashSet<>(near);
        if (search.vector().isPresent() && search.text().isPresent() && state.has(Fault.BOTH_IS_EITHER)) {
            found.retainAll(said);
        } else {
            found.addAll(said);
        }
        List<Hits.Hit> hits = found.stream()
                .sorted(order())
                .map(each -> new Hits.Hit(
                        each.row.memory,
                        Double.isNaN(each.similarity) ? OptionalDouble.empty() : OptionalDouble.of(each.similarity),
                        search.text().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(each.lexical)))
                .toList();
        return new Hits(search.choice().map(choice -> chosen(choice, hits)).orElse(hits), 0, 0, 0);
    }

    private List<Hits.Hit> chosen(Search.Choice choice, List<Hits.Hit> hits) {
        Set<String> ids = choice.of(hits.stream()
                .limit(state.has(Fault.CHOSEN_FROM_HALF) ? hits.size() / 2 : hits.size())
                .map(hit -> new Hits.Score(hit.memory().id(), hit.similarity(), hit.lexicalScore()))
                .toList());
        return hits.stream().filter(hit -> ids.contains(hit.memory().id())).toList();
    }

    private Comparator<Scored> order() {
        Comparator<Scored> byScore = Comparator.<Scored>comparingDouble(
                        each -> Double.isNaN(each.similarity) ? 2 : -each.similarity)
                .thenComparingDouble(each -> Double.isNaN(each.similarity) ? -each.lexical : 0);
        Comparator<Scored> byId = Comparator.comparing(Scored::id);
        return byScore.thenComparing(state.has(Fault.TIES_NEWEST_FIRST) ? byId.reversed() : byId);
    }

    private List<Scored> best(
            List<Scored> all, Scope scope, Search search, Predicate<Memory> visible, boolean byVector) {
        Comparator<Scored> byScore = Comparator.comparingDouble(each -> byVector ? -each.similarity : -each.lexical);
        Comparator<Scored> byId = Comparator.comparing(Scored::id);
        Stream<Scored> candidates = all.stream()
                .filter(each -> byVector ? !Double.isNaN(each.similarity) : each.lexical > 0)
                .filter(each -> !byVector
                        || each.similarity >= search.minSimilarity()
                        || state.has(Fault.LEAST_SIMILARITY_IGNORED))
                .sorted(byScore.thenComparing(state.has(Fault.TIES_NEWEST_FIRST) ? byId.reversed() : byId));
        if (state.has(Fault.FILTER_AFTER_TOP_K)) {
            candidates = candidates.limit(search.limit());
        }
        return candidates
                .filter(each -> covers(scope, each.row.memory, byVector))
                .filter(each -> visible.test(each.row.memory) || state.has(Fault.EXPIRED_VISIBLE_IN_SEARCH))
                .filter(each -> ReferenceFilter.test(state, search.filter(), each.row.memory))
                .filter(each -> !indexedLate(each.row, byVector))
                .limit(search.limit())
                .toList();
    }

    private boolean covers(Scope scope, Memory memory, boolean byVector) {
        if (byVector && state.has(Fault.OTHER_WORKSPACES_IN_VECTOR_SEARCH)) {
            return true;
        }
        boolean wide = !byVector && state.has(Fault.WORDS_FOUND_OUTSIDE_THE_SCOPE);
        return (wide ? Scope.of(scope.workspace()) : scope).covers(memory.scope());
    }

    private boolean indexedLate(State.Row row, boolean byVector) {
        if (byVector) {
            return state.has(Fault.A_TENTH_NOT_INDEXED) && row.memory.id().hashCode() % 10 == 0;
        }
        return state.has(Fault.WORDS_SEEN_ONE_WRITE_LATER)
                && !state.unsynced.isEmpty()
                && state.memories.get(state.unsynced.get(state.unsynced.size() - 1)) == row;
    }

    private Scored scored(State.Row row, Search search, Set<String> words) {
        double similarity = search.vector()
                .map(query -> row.vectors.get(query.model()))
                .map(stored -> stored.dimension() == search.vector().get().dimension()
                        ? TestVectors.cosine(stored, search.vector().get())
                        : Double.NaN)
                .orElse(Double.NaN);
        if (state.has(Fault.WITHOUT_VECTORS_NOT_FOUND) && row.vectors.isEmpty()) {
            return new Scored(row, Double.NaN, 0);
        }
        double told = state.has(Fault.SCORES_OF_CODES) ? Math.round(similarity * 64) / 64.0 : similarity;
        return new Scored(row, Double.isNaN(similarity) ? similarity : told, lexical(row, words));
    }

    private double lexical(State.Row row, Set<String> words) {
        List<String> said = new ArrayList<>(tokens(row.words));
        int length = said.size();
        said.retainAll(words);
        return state.has(Fault.WORDS_UNRANKED) ? Math.min(said.size(), 1) : said.size() / Math.sqrt(length + 1.0);
    }

    private Set<String> words(String text) {
        if (state.has(Fault.WORDS_ARE_SYNTAX) && text.contains("(")) {
            throw MemoryException.invalid("query", "unbalanced parenthesis");
        }
        return new HashSet<>(tokens(text));
    }

    private static List<String> tokens(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
