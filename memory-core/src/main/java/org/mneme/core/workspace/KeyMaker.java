package org.mneme.core.workspace;

import java.security.SecureRandom;
import java.util.Map;
import org.mneme.api.MemoryException;

/** Make API keys: the dialect's prefix and 32 random base-58 digits, about 187 bits. */
public final class KeyMaker {

    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final Map<String, String> PREFIXES =
            Map.of("retainr", "rec_live_", "retaindb", "rdb_", "xtrace", "xtk_", "gomemory", "gmk_", "admin", "adm_");
    private static final int VISIBLE_DIGITS = 4;

    private final SecureRandom random = new SecureRandom();

    /**
     * Make a key for a dialect.
     *
     * @throws MemoryException of kind {@code INVALID}, field {@code dialect}, if there is no such dialect
     */
    public String make(String dialect) {
        String prefix = PREFIXES.get(dialect);
        if (prefix == null) {
            throw MemoryException.invalid("dialect", "dialect must be one of retainr, retaindb, xtrace, gomemory.");
        }
        StringBuilder key = new StringBuilder(prefix);
        random.ints(32, 0, BASE58.length()).forEach(digit -> key.append(BASE58.charAt(digit)));
        return key.toString();
    }

    /** Return the beginning of a key that may be shown: a known prefix and four digits more, else four characters. */
    static String visiblePrefix(String key) {
        int known = PREFIXES.values().stream()
                .filter(key::startsWith)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        // never more than a third of a short imported key
        return key.substring(0, Math.min(known + VISIBLE_DIGITS, Math.max(known, key.length() / 3)));
    }
}
