package org.mneme.war.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.mneme.api.MemoryException;

/** Check what the grammar of JSON allows, but no storage could keep or no caller could read back. */
final class JsonTexts {

    private JsonTexts() {}

    /**
     * Refuse texts that are no Unicode text (half of a surrogate pair), the character U+0000, which PostgreSQL cannot
     * store, and numbers beyond a double, which would come back as infinity.
     */
    static void check(JsonNode root) {
        check(root, "");
    }

    private static void check(JsonNode node, String path) {
        if (node.isTextual()) {
            checkText(node.textValue(), path);
            return;
        }
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            throw MemoryException.invalid(path, path + " must be a number that fits into a double");
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), path + "[" + i + "]");
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            checkText(field.getKey(), path.isEmpty() ? "body" : path);
            check(field.getValue(), name);
        }
    }

    private static void checkText(String text, String path) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw MemoryException.invalid(path, path + " must not contain the character U+0000");
            }
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                throw MemoryException.invalid(path, path + " must be Unicode text, but has half of a surrogate pair");
            }
            i++;
        }
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
