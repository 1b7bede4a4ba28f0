package org.mneme.war.xtrace;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.Attribute;
import org.mneme.api.Filter;
import org.mneme.api.MemoryException;

/**
 * Translate the {@code filters} of a search.
 *
 * <p>A filter is an object whose fields must all hold. A field is an id ({@code user_id agent_id conv_id app_id}), {@code
 * type}, {@code categories}, {@code created_at}, {@code updated_at}, {@code metadata.<key>}, or {@code AND}, {@code OR}
 * (arrays of filters) or {@code NOT} (a filter or an array of them, none of which may hold). Its value is what it must equal, or an object of operators
 * ({@code $eq $ne $in $nin $exists $gt $gte $lt $lte}), all of which must hold.
 */
final class XtraceFilter {

    private static final int MAX_DEPTH = 10;
    private static final int MAX_VALUES = 1_000;
    private static final String METADATA = "metadata.";
    private static final Set<String> OPERATORS =
            Set.of("$eq", "$ne", "$in", "$nin", "$exists", "$gt", "$gte", "$lt", "$lte");

    /** What a filter means, and whether it looks at an id at all. */
    record Parsed(Filter filter, boolean scoped) {}

    private boolean scoped;

    private XtraceFilter() {}

    static Parsed parse(Map<String, Object> filters) {
        XtraceFilter parser = new XtraceFilter();
        Filter filter = parser.object("filters", filters, 0);
        return new Parsed(filter, parser.scoped);
    }

    private Filter object(String path, Map<?, ?> object, int depth) {
        if (depth > MAX_DEPTH) {
            throw invalid(path, "must be nested at most " + MAX_DEPTH + " levels deep");
        }
        List<Filter> parts = new ArrayList<>();
        object.forEach((key, value) -> parts.add(field(path, (String) key, value, depth)));
        return new Filter.And(parts);
    }

    private Filter field(String path, String key, Object value, int depth) {
        String at = path + "." + key;
        return switch (key) {
            case "AND" -> new Filter.And(filters(at, value, depth));
            case "OR" -> new Filter.Or(filters(at, value, depth));
            case "NOT" ->
                new Filter.Not(new Filter.Or(
                        value instanceof Map<?, ?> ? List.of(nested(at, value, depth)) : filters(at, value, depth)));
            default -> operators(at, key, value);
        };
    }

    private List<Filter> filters(String path, Object value, int depth) {
        if (!(value instanceof List<?> items) || items.isEmpty() || items.size() > MAX_VALUES) {
            throw invalid(path, "must be an array of 1 to " + MAX_VALUES + " filters");
        }
        List<Filter> filters = new ArrayList<>();
        for (Object item : items) {
            filters.add(nested(path + "[" + filters.size() + "]", item, depth));
        }
        return filters;
    }

    private Filter nested(String path, Object value, int depth) {
        if (!(value instanceof Map<?, ?> object)) {
            throw invalid(path, "must be an object");
        }
        return object(path, object, depth + 1);
    }

    private Filter operators(String path, String key, Object value) {
        if (!(value instanceof Map<?, ?> operators)) {
            return apply(path, key, "$eq", value);
        }
        List<Filter> parts = new ArrayList<>();
        operators.forEach((operator, operand) -> {
            if (!OPERATORS.contains(operator)) {
                throw invalid(
                        path,
                        "knows the operators " + OPERATORS.stream().sorted().collect(Collectors.joining(" ")));
            }
            parts.add(apply(path + "." + operator, key, (String) operator, operand));
        });
        return new Filter.And(parts);
    }

    private Filter apply(String path, String key, String operator, Object operand) {
        return switch (operator) {
            case "$ne" -> new Filter.Not(apply(path, key, "$eq", operand));
            case "$nin" -> new Filter.Not(apply(path, key, "$in", operand));
            default -> positive(path, key, operator, operand);
        };
    }

    private Filter positive(String path, String key, String operator, Object operand) {
        Optional<Attribute> attribute = XtraceScopes.attribute(key);
        if (attribute.isPresent()) {
            scoped = true;
            return ofAttribute(path, attribute.get(), operator, operand);
        }
        if (key.startsWith(METADATA) && key.length() > METADATA.length()) {
            return ofMetadata(path, key.substring(METADATA.length()), operator, operand);
        }
        return switch (key) {
            case "type" -> ofType(path, operator, operand);
            case "categories" -> ofCategories(path, operator, operand);
            case "created_at" -> ofTime(path, Filter.TimeBetween.Time.CREATED, operator, operand);
            case "updated_at" -> ofTime(path, Filter.TimeBetween.Time.UPDATED, operator, operand);
            default ->
                throw invalid(
                        path,
                        "is not a field of a memory; use user_id, agent_id, conv_id, app_id, type, categories, created_at,"
                                + " updated_at or metadata.<key>");
        };
    }

    private static Filter ofAttribute(String path, Attribute attribute, String operator, Object operand) {
        return switch (operator) {
            case "$eq" ->
                operand == null
                        ? new Filter.Not(new Filter.AttributePresent(attribute))
                        : new Filter.AttributeIn(attribute, Set.of(text(path, operand)));
            case "$in" -> new Filter.AttributeIn(attribute, Set.copyOf(texts(path, operand)));
            case "$exists" -> present(path, new Filter.AttributePresent(attribute), operand);
            default -> throw unsupported(path);
        };
    }

    private static Filter ofMetadata(String path, String key, String operator, Object operand) {
        return switch (operator) {
            case "$eq" -> metadata(path, key, Filter.Metadata.Relation.EQUAL, operand);
            case "$in" ->
                new Filter.Or(values(path, operand).stream()
                        .map(value -> metadata(path, key, Filter.Metadata.Relation.EQUAL, value))
                        .toList());
            case "$exists" -> present(path, new Filter.Metadata(key, Filter.Metadata.Relation.PRESENT, null), operand);
            case "$gt" -> metadata(path, key, Filter.Metadata.Relation.GREATER, operand);
            case "$gte" -> metadata(path, key, Filter.Metadata.Relation.GREATER_OR_EQUAL, operand);
            case "$lt" -> metadata(path, key, Filter.Metadata.Relation.LESS, operand);
            case "$lte" -> metadata(path, key, Filter.Metadata.Relation.LESS_OR_EQUAL, operand);
            default -> throw unsupported(path);
        };
    }

    private static Filter metadata(String path, String key, Filter.Metadata.Relation relation, Object value) {
        if (value == null || value instanceof Map<?, ?> || value instanceof List<?>) {
            throw invalid(path, "must be a string, a number, or true or false");
        }
        return new Filter.Metadata(key, relation, value);
    }

    private static Filter ofType(String path, String operator, Object operand) {
        List<String> words = switch (operator) {
            case "$eq" -> List.of(text(path, operand));
            case "$in" -> texts(path, operand);
            default -> throw unsupported(path);
        };
        return new Filter.Or(words.stream()
                .map(word -> {
                    if (!XtraceTypes.WORDS.contains(word)) {
                        throw invalid(path, "must be one of " + String.join(", ", XtraceTypes.WORDS));
                    }
                    return (Filter) new Filter.TypeIn(XtraceTypes.named(word));
                })
                .toList());
    }

    private static Filter ofCategories(String path, String operator, Object operand) {
        return switch (operator) {
            case "$eq" -> new Filter.Tagged(text(path, operand));
            case "$in" ->
                new Filter.Or(texts(path, operand).stream()
                        .<Filter>map(Filter.Tagged::new)
                        .toList());
            default -> throw unsupported(path);
        };
    }

    /** Times are kept in milliseconds, so the next one after a time is a millisecond later. */
    private static Filter ofTime(String path, Filter.TimeBetween.Time which, String operator, Object operand) {
        Instant time = time(path, operand);
        Optional<Instant> at = Optional.of(time);
        Optional<Instant> next = Optional.of(time.plusMillis(1));
        return switch (operator) {
            case "$eq" -> new Filter.TimeBetween(which, at, next);
            case "$gt" -> new Filter.TimeBetween(which, next, Optional.empty());
            case "$gte" -> new Filter.TimeBetween(which, at, Optional.empty());
            case "$lt" -> new Filter.TimeBetween(which, Optional.empty(), at);
            case "$lte" -> new Filter.TimeBetween(which, Optional.empty(), next);
            default -> throw unsupported(path);
        };
    }

    private static Filter present(String path, Filter filter, Object operand) {
        if (!(operand instanceof Boolean wanted)) {
            throw invalid(path, "must be true or false");
        }
        return wanted ? filter : new Filter.Not(filter);
    }

    private static String text(String path, Object value) {
        if (!(value instanceof String text)) {
            throw invalid(path, "must be a string");
        }
        return text;
    }

    private static List<String> texts(String path, Object value) {
        return values(path, value).stream().map(item -> text(path, item)).toList();
    }

    private static List<?> values(String path, Object value) {
        if (!(value instanceof List<?> items) || items.size() > MAX_VALUES) {
            throw invalid(path, "must be an array of at most " + MAX_VALUES + " values");
        }
        return items;
    }

    private static Instant time(String path, Object value) {
        try {
            return OffsetDateTime.parse(text(path, value)).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid(path, "must be a time with an offset, such as 2026-03-14T15:04:05Z");
        }
    }

    private static MemoryException unsupported(String path) {
        return invalid(path, "does not go with this field");
    }

    private static MemoryException invalid(String path, String message) {
        return MemoryException.invalid(path, path + " " + message);
    }
}
