package org.mneme.storage.jpa;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mneme.api.MemoryException;

/** Write lists and objects as JSON text, and read them back. */
final class JsonText {

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // 0.1 and 12345678901234567890 come back as they were given
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonText() {}

    /** Write a list, a map or an entity. */
    static String of(Object value) {
        if (value instanceof List<?> list && list.isEmpty()) {
            return "[]";
        }
        if (value instanceof Map<?, ?> map && map.isEmpty()) {
            return "{}";
        }
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw MemoryException.defect("a value cannot be written as JSON", e);
        }
    }

    static List<String> strings(String json) {
        return json.equals("[]") ? List.of() : read(json, STRINGS);
    }

    static Map<String, Object> object(String json) {
        return json.equals("{}") ? Map.of() : numbers(read(json, OBJECT));
    }

    private static Map<String, Object> numbers(Map<String, Object> object) {
        object.replaceAll((key, value) -> number(value));
        return object;
    }

    /** Read 0.5 as the {@code Double} it most likely was, and keep what a {@code Double} cannot hold. */
    private static Object number(Object value) {
        if (value instanceof BigDecimal decimal) {
            double nearest = decimal.doubleValue();
            boolean same =
                    Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(decimal) == 0;
            return same ? (Object) nearest : decimal;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonText::number).collect(Collectors.toList());
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key, number(item)));
            return copy;
        }
        return value;
    }

    /** Read an entity back, field by field; fields it has no longer are passed over. */
    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw MemoryException.defect("stored JSON cannot be read", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw MemoryException.defect("stored JSON cannot be read", e);
        }
    }
}
