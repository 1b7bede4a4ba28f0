package org.mneme.storage.elasticsearch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;

/** Say in the cluster's words which memories a scope and a filter mean. */
final class FilterQueries {

    private FilterQueries() {}

    /** Mean what the scope and the filter mean, of what has not expired. */
    static Map<String, Object> of(Scope scope, Filter filter, Instant now) {
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.term("ws", scope.workspace()));
        scope.attributes()
                .forEach((attribute, value) -> parts.add(Queries.term(Terms.field(attribute), Terms.of(value))));
        if (!(filter instanceof Filter.All)) {
            parts.add(of(filter));
        }
        // what has expired is little, and soon removed: it is left out sooner than all others are gone through
        return Map.of(
                "bool",
                Map.of(
                        "filter",
                        parts,
                        "must_not",
                        List.of(Queries.range("expires", Map.of("lte", now.toEpochMilli())))));
    }

    private static Map<String, Object> of(Filter filter) {
        if (filter instanceof Filter.And and) {
            return Queries.all(and.parts().stream().map(FilterQueries::of).toList());
        }
        if (filter instanceof Filter.Or or) {
            return Queries.any(or.parts().stream().map(FilterQueries::of).toList());
        }
        if (filter instanceof Filter.Not not) {
            return Queries.not(of(not.part()));
        }
        if (filter instanceof Filter.AttributeIn in) {
            return Queries.terms(
                    Terms.field(in.attribute()),
                    in.values().stream().map(Terms::of).toList());
        }
        if (filter instanceof Filter.AttributePresent present) {
            return Queries.exists(Terms.field(present.attribute()));
        }
        if (filter instanceof Filter.Tagged tagged) {
            return Queries.term("tags", Terms.of(tagged.tag()));
        }
        if (filter instanceof Filter.TypeIn in) {
            return Queries.terms("type", in.types().stream().map(Enum::name).toList());
        }
        if (filter instanceof Filter.Active) {
            return Queries.term("status", Memory.Status.ACTIVE.name());
        }
        if (filter instanceof Filter.IdIn in) {
            return Queries.terms("id", in.ids());
        }
        if (filter instanceof Filter.FromJob from) {
            return Queries.terms("job", from.jobs());
        }
        if (filter instanceof Filter.TimeBetween between) {
            return between(between);
        }
        return filter instanceof Filter.Metadata metadata ? metadata(metadata) : Queries.ALL;
    }

    private static Map<String, Object> between(Filter.TimeBetween between) {
        Map<String, Object> bounds = new LinkedHashMap<>();
        between.from().ifPresent(from -> bounds.put("gte", ceiling(from)));
        between.until().ifPresent(until -> bounds.put("lt", ceiling(until)));
        return Queries.range(between.time() == Filter.TimeBetween.Time.CREATED ? "created" : "updated", bounds);
    }

    /** Times are kept in milliseconds: a bound between two of them counts from the later one. */
    private static long ceiling(Instant time) {
        return time.getNano() % 1_000_000 == 0 ? time.toEpochMilli() : time.toEpochMilli() + 1;
    }

    private static Map<String, Object> metadata(Filter.Metadata metadata) {
        String key = metadata.key();
        if (metadata.relation() == Filter.Metadata.Relation.PRESENT) {
            return Queries.term("meta_eq", Terms.present(key));
        }
        Optional<String> value = Terms.scalar(key, metadata.value());
        if (value.isEmpty()) {
            return Queries.NONE;
        }
        if (metadata.relation() == Filter.Metadata.Relation.EQUAL) {
            return Queries.term("meta_eq", Terms.of(value.get()));
        }
        if (metadata.value() instanceof Boolean) {
            return Queries.NONE;
        }
        String kind = Terms.prefix(key) + (metadata.value() instanceof String ? "s" : "n");
        String above = Terms.prefix(key) + (metadata.value() instanceof String ? "t" : "o");
        String bound = Terms.cut(value.get());
        return Queries.range(
                "meta_cmp",
                switch (metadata.relation()) {
                    case GREATER -> Map.of("gt", bound, "lt", above);
                    case GREATER_OR_EQUAL -> Map.of("gte", bound, "lt", above);
                    case LESS -> Map.of("gte", kind, "lt", bound);
                    case LESS_OR_EQUAL -> Map.of("gte", kind, "lte", bound);
                    case EQUAL, PRESENT -> throw new IllegalStateException("not a comparison");
                });
    }
}
