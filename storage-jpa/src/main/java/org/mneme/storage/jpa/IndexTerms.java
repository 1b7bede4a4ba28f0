package org.mneme.storage.jpa;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.Attribute;
import org.mneme.api.ContentHash;
import org.mneme.api.Filter;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.index.IndexChange;
import org.mneme.index.IndexFilter;
import org.mneme.index.IndexedMemory;

/** Say in the terms of an index what a memory is, and what a scope and a filter mean. */
final class IndexTerms {

    /** A longer value is known by its hash: an index refuses long terms. */
    private static final int LONGEST_VALUE = 500;

    private static final String ACTIVE = IndexedMemory.term("active", "true");

    private IndexTerms() {}

    /** Describe a memory to both indexes. */
    static IndexChange.Put put(MemoryEntity memory, List<float[]> vectors) {
        IndexedMemory indexed = new IndexedMemory(
                memory.workspace,
                memory.id,
                terms(memory),
                memory.createdAt,
                memory.updatedAt,
                expiresAt(memory.expiresAt));
        return new IndexChange.Put(indexed, memory.content, vectors);
    }

    /** An index writes never as 0; a time before 1970 is as past as the first millisecond after. */
    private static long expiresAt(long millis) {
        return millis == Millis.NEVER ? 0 : Math.max(1, millis);
    }

    private static Set<String> terms(MemoryEntity memory) {
        Set<String> terms = new HashSet<>();
        for (Attribute attribute : Attribute.values()) {
            String value = memory.place().get(attribute);
            if (value != null) {
                terms.add(has(attribute));
                terms.add(term(Place.field(attribute), value));
            }
        }
        JsonText.strings(memory.tags).forEach(tag -> terms.add(term("tag", tag)));
        terms.add(term("type", memory.type));
        if (memory.sourceJob != null) {
            terms.add(term("job", memory.sourceJob));
        }
        if (memory.active) {
            terms.add(ACTIVE);
        }
        return terms;
    }

    private static String has(Attribute attribute) {
        return IndexedMemory.term("has", Place.field(attribute));
    }

    private static String term(String name, String value) {
        return value.length() <= LONGEST_VALUE
                ? IndexedMemory.term(name, value)
                : IndexedMemory.term(name + "#", ContentHash.of(value));
    }

    private static Set<String> terms(String name, Set<String> values) {
        return values.stream().map(value -> term(name, value)).collect(Collectors.toSet());
    }

    /** Translate a scope and a filter that does not ask for metadata: an index does not know it. */
    static IndexFilter filter(Scope scope, Filter filter) {
        List<IndexFilter> parts = new java.util.ArrayList<>();
        scope.attributes()
                .forEach((attribute, value) -> parts.add(new IndexFilter.Term(term(Place.field(attribute), value))));
        if (!(filter instanceof Filter.All)) {
            parts.add(filter(filter));
        }
        return parts.isEmpty() ? IndexFilter.all() : new IndexFilter.And(parts);
    }

    /** Tell whether a filter asks for metadata. */
    static boolean asksForMetadata(Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().anyMatch(IndexTerms::asksForMetadata);
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().anyMatch(IndexTerms::asksForMetadata);
        }
        if (filter instanceof Filter.Not not) {
            return asksForMetadata(not.part());
        }
        return filter instanceof Filter.Metadata;
    }

    private static IndexFilter filter(Filter filter) {
        if (filter instanceof Filter.All) {
            return IndexFilter.all();
        }
        if (filter instanceof Filter.And and) {
            return new IndexFilter.And(
                    and.parts().stream().map(IndexTerms::filter).toList());
        }
        if (filter instanceof Filter.Or or) {
            return new IndexFilter.Or(
                    or.parts().stream().map(IndexTerms::filter).toList());
        }
        if (filter instanceof Filter.Not not) {
            return new IndexFilter.Not(filter(not.part()));
        }
        if (filter instanceof Filter.AttributeIn in) {
            return new IndexFilter.AnyTerm(terms(Place.field(in.attribute()), in.values()));
        }
        if (filter instanceof Filter.AttributePresent present) {
            return new IndexFilter.Term(has(present.attribute()));
        }
        if (filter instanceof Filter.Tagged tagged) {
            return new IndexFilter.Term(term("tag", tagged.tag()));
        }
        if (filter instanceof Filter.TypeIn in) {
            return new IndexFilter.AnyTerm(
                    terms("type", in.types().stream().map(MemoryType::name).collect(Collectors.toSet())));
        }
        if (filter instanceof Filter.Active) {
            return new IndexFilter.Term(ACTIVE);
        }
        if (filter instanceof Filter.IdIn in) {
            return new IndexFilter.Ids(in.ids());
        }
        if (filter instanceof Filter.FromJob from) {
            return new IndexFilter.AnyTerm(terms("job", from.jobs()));
        }
        if (filter instanceof Filter.TimeBetween between) {
            return range(between);
        }
        throw new IllegalArgumentException("an index knows no " + filter);
    }

    private static IndexFilter range(Filter.TimeBetween between) {
        long from = between.from().map(Millis::atOrAfter).orElse(Long.MIN_VALUE);
        long until = between.until().map(Millis::atOrAfter).orElse(Long.MAX_VALUE);
        return switch (between.time()) {
            case CREATED -> new IndexFilter.CreatedRange(from, until);
            case UPDATED -> new IndexFilter.UpdatedRange(from, until);
        };
    }
}
