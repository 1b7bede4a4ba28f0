package org.mneme.storage.elasticsearch;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Attribute;
import org.mneme.api.ContentHash;

/**
 * Make the exact terms a memory is found by.
 *
 * <p>A metadata entry becomes terms that begin with its key. Those of one key and kind sort as {@link
 * org.mneme.api.Filter.Metadata} compares their values, so that a comparison is a range of terms.
 */
final class Terms {

    /** Longer values are compared by their hash; a term has at most 32,766 bytes. */
    private static final int LONGEST = 2_000;

    private Terms() {}

    static String field(Attribute attribute) {
        return "a_" + attribute.name().toLowerCase(Locale.ROOT);
    }

    static String of(String value) {
        return value.length() <= LONGEST ? value : "#" + ContentHash.ofBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Return the terms that say which keys there are, and which values they equal. */
    static List<String> equal(Map<String, Object> metadata) {
        List<String> terms = new ArrayList<>();
        metadata.forEach((key, value) -> {
            terms.add(present(key));
            addEqual(terms, key, value);
        });
        return terms;
    }

    private static void addEqual(List<String> terms, String key, Object value) {
        if (value instanceof List<?> items) {
            items.forEach(item -> addEqual(terms, key, item));
            return;
        }
        scalar(key, value).map(Terms::of).ifPresent(terms::add);
    }

    /** Return the terms that values are compared by: those of single strings and numbers. */
    static List<String> compared(Map<String, Object> metadata) {
        List<String> terms = new ArrayList<>();
        metadata.forEach((key, value) -> {
            if (value instanceof String || value instanceof Number) {
                scalar(key, value).map(Terms::cut).ifPresent(terms::add);
            }
        });
        return terms;
    }

    static String present(String key) {
        return of(prefix(key) + "p");
    }

    static String cut(String term) {
        return term.length() <= LONGEST * 2 ? term : term.substring(0, LONGEST * 2);
    }

    /** Return the term of a string, a number or a boolean; empty for anything else. */
    static Optional<String> scalar(String key, Object value) {
        if (value instanceof String text) {
            return Optional.of(prefix(key) + "s" + sortable(text));
        }
        if (value instanceof Number number) {
            return Optional.of(prefix(key) + "n" + sortable(new BigDecimal(number.toString())));
        }
        return value instanceof Boolean ? Optional.of(prefix(key) + "b" + value) : Optional.empty();
    }

    /** Begin all terms of a key, and no others. */
    static String prefix(String key) {
        return key.length() + ":" + key + ":";
    }

    /** Move the characters such that texts sort by code point as Java sorts them by UTF-16. */
    private static String sortable(String text) {
        StringBuilder moved = new StringBuilder(text.length());
        text.chars().forEach(c -> moved.appendCodePoint(c < 0xD800 ? c : c + 0x800));
        return moved.toString();
    }

    /** Write a number such that numbers sort as texts: the nearest double, then what is missing, twice. */
    private static String sortable(BigDecimal number) {
        StringBuilder written = new StringBuilder();
        BigDecimal rest = number;
        for (int i = 0; i < 3; i++) {
            double nearest = rest.doubleValue();
            long bits = Double.doubleToLongBits(nearest == 0 ? 0.0 : nearest);
            written.append(String.format("%016x", bits < 0 ? ~bits : bits ^ Long.MIN_VALUE));
            if (!Double.isFinite(nearest)) {
                break;
            }
            rest = rest.subtract(new BigDecimal(nearest));
        }
        return written.toString();
    }
}
