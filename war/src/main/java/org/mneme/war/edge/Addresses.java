package org.mneme.war.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Check the address of a request as it was sent, before anybody decodes it. */
final class Addresses {

    private Addresses() {}

    /** Return what is wrong with a raw path and query, if anything is. */
    static Optional<String> problem(String path, String query) {
        if (!path.startsWith("/")) {
            return Optional.of("the address must begin with a slash");
        }
        if (!isWellEncoded(path) || (query != null && !isWellEncoded(query))) {
            return Optional.of("the address is not percent-encoded UTF-8");
        }
        if (hasDotSegment(path)) {
            return Optional.of("the address must not contain the path segments . and ..");
        }
        return Optional.empty();
    }

    private static boolean isWellEncoded(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                // What is beyond ASCII was not encoded, and is checked by nobody.
                if (c <= ' ' || c > '~') {
                    return false;
                }
                bytes.put((byte) c);
                continue;
            }
            int value = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) * 16 + hex(raw.charAt(i + 2)) : -1;
            if (value <= 0) {
                return false;
            }
            bytes.put((byte) value);
            i += 2;
        }
        return isUtf8(bytes.flip());
    }

    private static int hex(char c) {
        int value = Character.digit(c, 16);
        return value < 0 ? -1_000 : value;
    }

    private static boolean isUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean hasDotSegment(String path) {
        for (String segment : path.split("/")) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
