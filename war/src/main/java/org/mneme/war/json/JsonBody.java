package org.mneme.war.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.mneme.api.MemoryException;

/**
 * Read the fields of a JSON object that a caller sent.
 *
 * <p>A field that is absent and one that is {@code null} are the same. Unknown fields are ignored. Every accessor checks
 * the type and the bounds and throws {@link MemoryException} of kind {@code INVALID} that names the field, and what is
 * allowed.
 */
public final class JsonBody {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final JsonNode node;
    private final String path;

    private JsonBody(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * Read a document that must be one JSON object in UTF-8, without duplicate names and without anything behind it.
     *
     * @throws MemoryException of kind {@code INVALID} if it is not
     */
    public static JsonBody parse(byte[] document) {
        if (document.length == 0) {
            throw MemoryException.invalid("body", "the body must be a JSON object, but it is empty");
        }
        JsonNode root = read(decode(document));
        if (!root.isObject()) {
            throw MemoryException.invalid("body", "the body must be a JSON object");
        }
        JsonTexts.check(root);
        return new JsonBody(root, "");
    }

    private static String decode(byte[] document) {
        try {
            // A new decoder reports what is not UTF-8, where the parser would guess another encoding.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MemoryException.invalid("body", "the body must be JSON in UTF-8");
        }
    }

    private static JsonNode read(String document) {
        try {
            JsonNode root = Json.MAPPER.readTree(document);
            return root;
        } catch (JsonProcessingException e) {
            throw MemoryException.invalid("body", "the body is not valid JSON: " + JsonTexts.reason(e));
        }
    }

    /** Tell whether a field is there and not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** Return a text that must be there and not blank, of at most so many characters. */
    public String requireText(String field, int maxLength) {
        String text = text(field, maxLength).orElseThrow(() -> missing(field, "a string"));
        if (text.isBlank()) {
            throw invalid(field, "must not be blank");
        }
        return text;
    }

    /** Return a text of at most so many characters, if it is there. */
    public Optional<String> text(String field, int maxLength) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        return Optional.of(asText(value, field, maxLength));
    }

    /** Return one of the given words, if the field is there. */
    public Optional<String> word(String field, List<String> allowed) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual() || !allowed.contains(value.textValue())) {
            throw invalid(field, "must be one of " + String.join(", ", allowed));
        }
        return Optional.of(value.textValue());
    }

    /** Return a whole number within the bounds, both included, if it is there. */
    public OptionalInt integer(String field, int min, int max) {
        OptionalLong value = longInteger(field, min, max);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** Return a whole number within the bounds, both included, if it is there. */
    public OptionalLong longInteger(String field, long min, long max) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return OptionalLong.empty();
        }
        // 5.0 is a whole number to JSON, which knows only one kind of number
        boolean whole = value.canConvertToExactIntegral() && value.canConvertToLong();
        if (!whole || value.longValue() < min || value.longValue() > max) {
            throw invalid(field, "must be a whole number from " + min + " to " + max);
        }
        return OptionalLong.of(value.longValue());
    }

    /** Return a number within the bounds, both included, if it is there. */
    public OptionalDouble number(String field, double min, double max) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || value.doubleValue() < min || value.doubleValue() > max) {
            throw invalid(field, "must be a number from " + plain(min) + " to " + plain(max));
        }
        return OptionalDouble.of(value.doubleValue());
    }

    /** Return a truth value, if it is there. */
    public Optional<Boolean> flag(String field) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw invalid(field, "must be true or false");
        }
        return Optional.of(value.booleanValue());
    }

    /** Return a time, RFC 3339 with any offset, if it is there. */
    public Optional<Instant> time(String field) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value.isTextual() ? value.textValue() : "")
                    .toInstant());
        } catch (DateTimeParseException e) {
            throw invalid(field, "must be a time with an offset, such as 2026-03-14T15:04:05Z");
        }
    }

    /** Return an array of texts, in order; empty if it is absent. */
    public List<String> texts(String field, int maxCount, int maxLength) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(field, maxCount, "strings")) {
            texts.add(asText(element, field + "[" + texts.size() + "]", maxLength));
        }
        return List.copyOf(texts);
    }

    /** Return an array of objects, in order; empty if it is absent. */
    public List<JsonBody> objects(String field, int maxCount) {
        List<JsonBody> objects = new ArrayList<>();
        for (JsonNode element : array(field, maxCount, "objects")) {
            String name = field + "[" + objects.size() + "]";
            if (!element.isObject()) {
                throw invalid(name, "must be an object");
            }
            objects.add(new JsonBody(element, path + name + "."));
        }
        return List.copyOf(objects);
    }

    /** Return the fields of an object that is there, to read on. */
    public Optional<JsonBody> object(String field) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw invalid(field, "must be an object");
        }
        return Optional.of(new JsonBody(value, path + field + "."));
    }

    /** Return an object of any content, as maps, lists, texts, numbers and truth values; empty if it is absent. */
    public Map<String, Object> map(String field) {
        return object(field).map(JsonBody::asMap).orElse(Map.of());
    }

    /** Return this whole object as maps, lists, texts, numbers and truth values. */
    public Map<String, Object> asMap() {
        return Json.MAPPER.convertValue(node, OBJECT);
    }

    /** Return the names of the fields that are there, null ones included, in the order they were sent. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Make the error for a field of this object; the message goes on from its name, such as {@code must not be blank}. */
    public MemoryException invalid(String field, String message) {
        return MemoryException.invalid(path + field, path + field + " " + message);
    }

    private MemoryException missing(String field, String what) {
        return invalid(field, "is required and must be " + what);
    }

    private Iterable<JsonNode> array(String field, int maxCount, String what) {
        JsonNode value = node.get(field);
        if (isAbsent(value)) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(field, "must be an array of " + what);
        }
        if (value.size() > maxCount) {
            throw invalid(field, "must have at most " + maxCount + " elements, but has " + value.size());
        }
        return value;
    }

    private String asText(JsonNode value, String field, int maxLength) {
        if (!value.isTextual()) {
            throw invalid(field, "must be a string");
        }
        String text = value.textValue();
        if (text.codePointCount(0, text.length()) > maxLength) {
            throw invalid(field, "must have at most " + maxLength + " characters");
        }
        return text;
    }

    private static boolean isAbsent(JsonNode value) {
        return value == null || value.isNull();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
