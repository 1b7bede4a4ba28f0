package org.mneme.tck.storage;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mneme.api.Memory;

/** Compare what was stored with what comes back: numbers in JSON count by value, not by their Java type. */
final class Same {

    private Same() {}

    /** Return a memory whose metadata can be compared with {@code equals}. */
    static Memory comparable(Memory memory) {
        return memory.toBuilder().metadata(comparable(memory.metadata())).build();
    }

    static Map<String, Object> comparable(Map<String, Object> object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((key, value) -> copy.put(key, comparable(value)));
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static Object comparable(Object value) {
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros();
        }
        if (value instanceof List<?> items) {
            return items.stream().map(Same::comparable).toList();
        }
        return value instanceof Map<?, ?> object ? comparable((Map<String, Object>) object) : value;
    }
}
