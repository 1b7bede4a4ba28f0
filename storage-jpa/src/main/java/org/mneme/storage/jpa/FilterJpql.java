package org.mneme.storage.jpa;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mneme.api.Attribute;
import org.mneme.api.Filter;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;

/**
 * Say a scope and a filter as a JPQL condition on {@code Memory m}, for what is visible at a moment.
 *
 * <p>Conditions are written so that none is ever unknown: {@code not} then means what {@link Filter.Not} means. Metadata is
 * JSON text to the database, which can only say whether a key or value occurs in it; the condition then means too much,
 * {@link #exact} says so, and the reader tests what it gets.
 */
final class FilterJpql {

    private static final String NOTHING = "m.id is null";
    private static final String EVERYTHING = "m.id is not null";

    private final Map<String, Object> values = new HashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private boolean exact = true;

    /** Translate what a scope and a filter mean at a moment, epoch milliseconds. */
    FilterJpql(Scope scope, Filter filter, long now) {
        conditions.add("m.workspace = " + value(scope.workspace()));
        order.add("m.workspace");
        scope.attributes().forEach((attribute, bound) -> {
            String field = field(attribute);
            conditions.add(field + " = " + value(bound));
            // the first columns of an index, so that the database need not sort
            if (order.size() == 1 && (attribute == Attribute.NAMESPACE || attribute == Attribute.USER)) {
                order.add(field);
            }
        });
        conditions.add("m.expiresAt > " + value(now));
        Condition translated = translate(filter);
        exact = translated.exact;
        if (!translated.text.equals(EVERYTHING)) {
            conditions.add(translated.text);
        }
    }

    private record Condition(String text, boolean exact) {}

    /** Tell whether the condition means exactly what the filter means; else it means more. */
    boolean exact() {
        return exact;
    }

    /** Return the condition, to be put behind {@code where}, with a further one if that is not empty. */
    String where(String further) {
        return String.join(" and ", conditions) + (further.isEmpty() ? "" : " and " + further);
    }

    /** Return the order by creation time and id, to be put behind {@code order by}. */
    String orderBy(boolean newestFirst) {
        return Stream.concat(order.stream(), Stream.of("m.createdAt", "m.id"))
                .map(field -> field + (newestFirst ? " desc" : ""))
                .collect(Collectors.joining(", "));
    }

    /** Set the parameters of the condition. */
    <Q extends Query> Q bind(Q query) {
        values.forEach(query::setParameter);
        return query;
    }

    private String value(Object value) {
        String name = "f" + values.size();
        values.put(name, value);
        return ":" + name;
    }

    private static String field(Attribute attribute) {
        return "m.place." + Place.field(attribute);
    }

    private Condition translate(Filter filter) {
        if (filter instanceof Filter.All) {
            return exactly(EVERYTHING);
        }
        if (filter instanceof Filter.And and) {
            return joined(and.parts(), " and ", EVERYTHING);
        }
        if (filter instanceof Filter.Or or) {
            return joined(or.parts(), " or ", NOTHING);
        }
        if (filter instanceof Filter.Not not) {
            return opposite(not.part());
        }
        if (filter instanceof Filter.AttributeIn in) {
            return exactly(nullableIn(field(in.attribute()), in.values()));
        }
        if (filter instanceof Filter.AttributePresent present) {
            return exactly(field(present.attribute()) + " is not null");
        }
        if (filter instanceof Filter.Tagged tagged) {
            return exactly("m.id in (select t.memory from MemoryTag t where t.workspace = m.workspace and t.tag = "
                    + value(tagged.tag()) + ")");
        }
        if (filter instanceof Filter.TypeIn in) {
            return exactly(
                    in("m.type", in.types().stream().map(MemoryType::name).collect(Collectors.toSet())));
        }
        if (filter instanceof Filter.Active) {
            return exactly("m.active = " + value(true));
        }
        if (filter instanceof Filter.IdIn in) {
            return exactly(in("m.id", in.ids()));
        }
        if (filter instanceof Filter.FromJob from) {
            return exactly(nullableIn("m.sourceJob", from.jobs()));
        }
        if (filter instanceof Filter.TimeBetween between) {
            return exactly(between(between));
        }
        return occurs((Filter.Metadata) filter);
    }

    private Condition opposite(Filter filter) {
        Set<String> before = Set.copyOf(values.keySet());
        Condition part = translate(filter);
        if (part.exact) {
            return exactly("not (" + part.text + ")");
        }
        // the opposite of too much would be too little
        values.keySet().retainAll(before);
        return new Condition(EVERYTHING, false);
    }

    private static Condition exactly(String text) {
        return new Condition(text, true);
    }

    private Condition joined(List<Filter> filters, String word, String none) {
        if (filters.isEmpty()) {
            return exactly(none);
        }
        List<Condition> parts = filters.stream().map(this::translate).toList();
        return new Condition(
                parts.stream().map(Condition::text).collect(Collectors.joining(word, "(", ")")),
                parts.stream().allMatch(Condition::exact));
    }

    private String in(String field, Set<String> allowed) {
        return allowed.isEmpty() ? NOTHING : field + " in " + value(allowed);
    }

    private String nullableIn(String field, Set<String> allowed) {
        return allowed.isEmpty() ? NOTHING : "(" + field + " is not null and " + in(field, allowed) + ")";
    }

    private String between(Filter.TimeBetween between) {
        String field = switch (between.time()) {
            case CREATED -> "m.createdAt";
            case UPDATED -> "m.updatedAt";
        };
        List<String> bounds = new ArrayList<>();
        between.from().ifPresent(from -> bounds.add(field + " >= " + value(Millis.atOrAfter(from))));
        between.until().ifPresent(until -> bounds.add(field + " < " + value(Millis.atOrAfter(until))));
        return bounds.isEmpty() ? EVERYTHING : String.join(" and ", bounds);
    }

    /** A key that is there occurs in the text with a colon behind it; a string that is equal occurs with its quotes. */
    private Condition occurs(Filter.Metadata metadata) {
        String key = occurs(JsonText.of(metadata.key()) + ":");
        if (metadata.relation() == Filter.Metadata.Relation.EQUAL && metadata.value() instanceof String text) {
            return new Condition("(" + key + " and " + occurs(JsonText.of(text)) + ")", false);
        }
        return new Condition(key, false);
    }

    private String occurs(String text) {
        // the escape character both databases assume: naming one makes a provider write values into the text of the
        // query
        String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "m.metadata like " + value("%" + escaped + "%");
    }
}
