package org.mneme.war.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.MemoryException;

/** Check what the grammar of JSON allows, but no storage could keep or no caller could read back. */
final class JsonTexts {

    private static final Optional<Fault> NONE = Optional.empty();

    /** What is wrong, and where below the node that was looked at, such as {@code .tags[1]}. */
    private record Fault(String where, String what) {

        Fault below(String step) {
            return new Fault(step + where, what);
        }
    }

    private JsonTexts() {}

    /**
     * Refuse texts that are no Unicode text (half of a surrogate pair), the character U+0000, which PostgreSQL cannot
     * store, and numbers beyond a double, which would come back as infinity.
     */
    static void check(JsonNode root) {
        Optional<Fault> fault = find(root);
        if (fault.isPresent()) {
            String where = fault.get().where();
            String field = where.isEmpty() ? "body" : where.substring(1);
            throw MemoryException.invalid(field, field + " " + fault.get().what());
        }
    }

    private static Optional<Fault> find(JsonNode node) {
        if (node.isTextual()) {
            return findInText(node.textValue());
        }
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            return Optional.of(new Fault("", "must be a number that fits into a double"));
        }
        return node.isArray() ? findInArray(node) : findInObject(node);
    }

    private static Optional<Fault> findInArray(JsonNode array) {
        for (int i = 0; i < array.size(); i++) {
            Optional<Fault> fault = find(array.get(i));
            if (fault.isPresent()) {
                return Optional.of(fault.get().below("[" + i + "]"));
            }
        }
        return NONE;
    }

    private static Optional<Fault> findInObject(JsonNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Optional<Fault> name = findInText(field.getKey());
            if (name.isPresent()) {
                return Optional.of(
                        new Fault("", "has a field whose name " + name.get().what()));
            }
            Optional<Fault> value = find(field.getValue());
            if (value.isPresent()) {
                return Optional.of(value.get().below("." + field.getKey()));
            }
        }
        return NONE;
    }

    private static Optional<Fault> findInText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of(new Fault("", "must not contain the character U+0000"));
            }
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                return Optional.of(new Fault("", "must be Unicode text, but has half of a surrogate pair"));
            }
            i++;
        }
        return NONE;
    }

    /** Say what is wrong with a document and where, without repeating what the caller sent at length. */
    static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        String firstLine = message.lines().findFirst().orElse("malformed");
        String reason = firstLine.length() > 200 ? firstLine.substring(0, 200) + "…" : firstLine;
        JsonLocation location = e.getLocation();
        if (location == null || location.getLineNr() < 1) {
            return reason;
        }
        return reason + " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
