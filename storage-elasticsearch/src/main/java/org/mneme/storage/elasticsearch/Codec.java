package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.MemoryException;

/**
 * Write records of the domain as JSON text, and read them back, component by component.
 *
 * <p>The text is kept in a field that the cluster does not look into, so that numbers come back as they were given. A
 * component that a stored text lacks is read as empty.
 */
final class Codec {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What reflection tells of each record, asked once: it makes every answer anew, and a page of memories asks thousands. */
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private record Component(String name, Type type, Method accessor) {}

    private record Shape(List<Component> components, Constructor<?> constructor) {
        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return new Shape(Arrays.stream(components).map(Shape::component).toList(), constructor);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("a record has a constructor of its components", e);
            }
        }

        private static Component component(RecordComponent component) {
            component.getAccessor().setAccessible(true);
            return new Component(component.getName(), component.getGenericType(), component.getAccessor());
        }
    }

    private Codec() {}

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(plain(value));
        } catch (JsonProcessingException e) {
            throw MemoryException.defect("a value cannot be written as JSON", e);
        }
    }

    /** Write what is JSON already but for its form: maps, lists and plain values. */
    static byte[] bytes(Object json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw MemoryException.defect("a value cannot be written as JSON", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return type.cast(value(MAPPER.readTree(json), type));
        } catch (JsonProcessingException e) {
            throw MemoryException.defect("stored JSON cannot be read", e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Codec::plain).orElse(null);
        }
        if (value instanceof Instant || value instanceof Enum<?>) {
            return value instanceof Enum<?> constant ? constant.name() : value.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Codec::plain).collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((key, item) ->
                    object.put(key instanceof Enum<?> constant ? constant.name() : (String) key, plain(item)));
            return object;
        }
        return value instanceof Record record ? components(record) : value;
    }

    private static Map<String, Object> components(Record record) {
        Map<String, Object> object = new LinkedHashMap<>();
        try {
            for (Component component : SHAPES.get(record.getClass()).components()) {
                object.put(component.name(), plain(component.accessor().invoke(record)));
            }
            return object;
        } catch (ReflectiveOperationException e) {
            throw MemoryException.defect("a record cannot be written as JSON", e);
        }
    }

    private static Object value(JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic(node, (Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return node == null || node.isNull() ? null : record(node, plain);
        }
        if (plain == int.class) {
            return node == null ? 0 : node.intValue();
        }
        if (plain == long.class) {
            return node == null ? 0L : node.longValue();
        }
        if (plain == double.class) {
            return node == null ? 0.0 : node.doubleValue();
        }
        if (plain == boolean.class) {
            return node != null && node.booleanValue();
        }
        if (node == null || node.isNull()) {
            return null;
        }
        if (plain == Instant.class) {
            return Instant.parse(node.textValue());
        }
        if (plain == Integer.class) {
            return node.intValue();
        }
        if (plain.isEnum()) {
            return constant(plain, node.textValue());
        }
        return plain == Object.class ? json(node) : node.textValue();
    }

    private static Object generic(JsonNode node, Class<?> raw, Type[] arguments) {
        boolean absent = node == null || node.isNull();
        if (raw == Optional.class) {
            return absent ? Optional.empty() : Optional.of(value(node, arguments[0]));
        }
        if (raw == List.class) {
            List<Object> items = new ArrayList<>();
            if (!absent) {
                node.forEach(item -> items.add(value(item, arguments[0])));
            }
            return items;
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        if (!absent) {
            node.properties()
                    .forEach(entry -> entries.put(
                            arguments[0] == String.class
                                    ? entry.getKey()
                                    : constant((Class<?>) arguments[0], entry.getKey()),
                            value(entry.getValue(), arguments[1])));
        }
        return entries;
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        MemoryException.defect("stored JSON names no " + type.getSimpleName() + ": " + name, null));
    }

    private static Object record(JsonNode node, Class<?> type) {
        Shape shape = SHAPES.get(type);
        Object[] values = shape.components().stream()
                .map(component -> value(node.get(component.name()), component.type()))
                .toArray();
        try {
            return shape.constructor().newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw MemoryException.defect("stored JSON is no " + type.getSimpleName(), e);
        }
    }

    /** Read 0.5 as the {@code Double} it most likely was, and keep what a {@code Double} cannot hold. */
    private static Object json(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> object = new LinkedHashMap<>();
            node.properties().forEach(entry -> object.put(entry.getKey(), json(entry.getValue())));
            return object;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(json(item)));
            return items;
        }
        if (node.isBigDecimal()) {
            BigDecimal decimal = node.decimalValue();
            double nearest = decimal.doubleValue();
            boolean same =
                    Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(decimal) == 0;
            return same ? (Object) nearest : decimal;
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() ? null : node.textValue();
    }
}
