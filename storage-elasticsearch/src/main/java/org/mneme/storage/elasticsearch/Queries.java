package org.mneme.storage.elasticsearch;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Build the parts of a query. */
final class Queries {

    static final Map<String, Object> ALL = Map.of("match_all", Map.of());
    static final Map<String, Object> NONE = Map.of("match_none", Map.of());

    private Queries() {}

    static Map<String, Object> term(String field, Object value) {
        return Map.of("term", Map.of(field, Map.of("value", value)));
    }

    static Map<String, Object> terms(String field, Collection<?> values) {
        return values.isEmpty() ? NONE : Map.of("terms", Map.of(field, values));
    }

    static Map<String, Object> exists(String field) {
        return Map.of("exists", Map.of("field", field));
    }

    static Map<String, Object> range(String field, Map<String, Object> bounds) {
        return Map.of("range", Map.of(field, bounds));
    }

    static Map<String, Object> all(List<Map<String, Object>> parts) {
        return parts.isEmpty() ? ALL : Map.of("bool", Map.of("filter", parts));
    }

    static Map<String, Object> any(List<Map<String, Object>> parts) {
        return parts.isEmpty() ? NONE : Map.of("bool", Map.of("should", parts, "minimum_should_match", 1));
    }

    static Map<String, Object> not(Map<String, Object> part) {
        return Map.of("bool", Map.of("must_not", List.of(part)));
    }
}
