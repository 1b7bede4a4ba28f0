package org.mneme.index;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Choose memories of a workspace; evaluated inside the search, never on its result. */
public sealed interface IndexFilter {

    /** All memories. */
    record All() implements IndexFilter {}

    /** Memories that have the term, see {@link IndexedMemory#term}. */
    record Term(String term) implements IndexFilter {
        public Term {
            Objects.requireNonNull(term, "term");
        }
    }

    /** Memories that have at least one of the terms; none if there are no terms. */
    record AnyTerm(Set<String> terms) implements IndexFilter {
        public AnyTerm {
            terms = Set.copyOf(terms);
        }
    }

    /** Memories that pass all filters; all if there are no filters. */
    record And(List<IndexFilter> filters) implements IndexFilter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    /** Memories that pass at least one filter; none if there are no filters. */
    record Or(List<IndexFilter> filters) implements IndexFilter {
        public Or {
            filters = List.copyOf(filters);
        }
    }

    /** Memories that do not pass the filter. */
    record Not(IndexFilter filter) implements IndexFilter {
        public Not {
            Objects.requireNonNull(filter, "filter");
        }
    }

    /** Memories created in [from, to), epoch milliseconds. */
    record CreatedRange(long from, long to) implements IndexFilter {}

    /** Memories updated in [from, to), epoch milliseconds. */
    record UpdatedRange(long from, long to) implements IndexFilter {}

    /** Memories with one of the ids: for predicates that only the database knows. */
    record Ids(Set<String> ids) implements IndexFilter {
        public Ids {
            ids = Set.copyOf(ids);
        }
    }

    /** Choose all memories. */
    static IndexFilter all() {
        return new All();
    }

    /** Choose by an attribute's value. */
    static IndexFilter term(String name, String value) {
        return new Term(IndexedMemory.term(name, value));
    }

    /** Choose what passes all filters. */
    static IndexFilter and(IndexFilter... filters) {
        return new And(Arrays.asList(filters));
    }

    /** Choose what passes at least one filter. */
    static IndexFilter or(IndexFilter... filters) {
        return new Or(Arrays.asList(filters));
    }

    /** Choose what does not pass the filter. */
    static IndexFilter not(IndexFilter filter) {
        return new Not(filter);
    }
}
