package org.mneme.storage.jpa;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Help with the few queries that JPQL cannot say, such as skipping locked rows. */
final class NativeQueries {

    private NativeQueries() {}

    /** Return {@code ?3, ?4, …}. */
    static String parameters(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> "?" + number)
                .collect(Collectors.joining(", "));
    }

    static void bind(Query query, int first, Collection<?> values) {
        int number = first;
        for (Object value : values) {
            query.setParameter(number++, value);
        }
    }

    /** Return the only column of every row. */
    static List<String> strings(Query query) {
        List<String> strings = new ArrayList<>();
        for (Object row : query.getResultList()) {
            strings.add((String) row);
        }
        return strings;
    }
}
