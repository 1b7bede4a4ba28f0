package org.mneme.embedding.http;

import java.util.List;
import org.mneme.spi.Option;
import org.mneme.spi.Options;
import org.mneme.spi.embedding.Purpose;

/**
 * Put before texts what a model was trained with, where the service does not do it itself: E5 wants {@code query: } and
 * {@code passage: }, Nomic {@code search_query: } and {@code search_document: }.
 */
record Prefixes(String query, String memory) {

    private static final String QUERY = "query-prefix";
    private static final String MEMORY = "memory-prefix";

    static List<Option> declared() {
        return List.of(
                Option.of(QUERY, Option.Type.STRING, "What the model wants before a text that searches."),
                Option.of(MEMORY, Option.Type.STRING, "What the model wants before a text that is stored."));
    }

    /** Read the prefixes; configuration strips blanks at the end, which every known model's prefix has after its colon. */
    static Prefixes from(Options options) {
        return new Prefixes(spaced(options, QUERY), spaced(options, MEMORY));
    }

    List<String> before(List<String> texts, Purpose purpose) {
        String prefix = switch (purpose) {
            case QUERY -> query;
            case MEMORY -> memory;
        };
        return prefix.isEmpty() ? texts : texts.stream().map(prefix::concat).toList();
    }

    private static String spaced(Options options, String name) {
        String prefix = options.find(name).orElse("");
        return prefix.endsWith(":") ? prefix + " " : prefix;
    }
}
