package org.mneme.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;

/** Compare a metadata value with a given one: the one meaning every storage agrees with. */
final class MetadataRelations {

    private MetadataRelations() {}

    static boolean holds(Filter.Metadata.Relation relation, Object stored, boolean present, Object given) {
        if (!present) {
            return false;
        }
        return switch (relation) {
            case PRESENT -> true;
            case EQUAL -> equal(stored, given);
            case GREATER -> compare(stored, given).orElse(0) > 0;
            case LESS -> compare(stored, given).orElse(0) < 0;
            case GREATER_OR_EQUAL -> compare(stored, given).orElse(-1) >= 0;
            case LESS_OR_EQUAL -> compare(stored, given).orElse(1) <= 0;
        };
    }

    private static boolean equal(Object stored, Object given) {
        if (stored instanceof List<?> items) {
            return items.stream().anyMatch(item -> equal(item, given));
        }
        if (stored instanceof Number && given instanceof Number) {
            return compare(stored, given).orElse(1) == 0;
        }
        return stored != null && stored.equals(given);
    }

    private static OptionalInt compare(Object stored, Object given) {
        if (stored instanceof Number left && given instanceof Number right) {
            return OptionalInt.of(new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())));
        }
        if (stored instanceof String left && given instanceof String right) {
            return OptionalInt.of(left.compareTo(right));
        }
        return OptionalInt.empty();
    }
}
