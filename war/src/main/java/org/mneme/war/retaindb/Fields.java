package org.mneme.war.retaindb;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mneme.api.Filter;
import org.mneme.api.MemoryException;
import org.mneme.api.MemoryType;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Read the fields that several requests have. */
final class Fields {

    private static final List<String> MODES = List.of("sync", "async");
    private static final List<String> TRUTH = List.of("true", "false");

    private Fields() {}

    /** Tell whether a write is to be done in the background. */
    static boolean async(JsonBody body, boolean byDefault) {
        Optional<Boolean> flag = body.flag("async");
        return body.word("write_mode", MODES)
                .map("async"::equals)
                .or(() -> flag)
                .orElse(byDefault);
    }

    static MemoryType type(String field, String word) {
        return MemoryType.ofWord(word)
                .orElseThrow(() -> MemoryException.invalid(
                        field,
                        field + " must be one of "
                                + Arrays.stream(MemoryType.values())
                                        .map(MemoryType::word)
                                        .collect(Collectors.joining(", "))));
    }

    static Optional<MemoryType> type(JsonBody body) {
        return body.text("memory_type", Limits.WORD).map(word -> type("memory_type", word));
    }

    static Set<MemoryType> types(List<String> words) {
        Set<MemoryType> types = new TreeSet<>();
        words.forEach(word -> types.add(type("memory_types", word)));
        return types;
    }

    static List<String> texts(JsonBody body, String field, int maxCount) {
        List<String> texts = body.texts(field, maxCount, Limits.NAME);
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isBlank()) {
                throw body.invalid(field + "[" + i + "]", "must not be blank");
            }
        }
        return texts;
    }

    static boolean flag(QueryParameters query, String name, boolean byDefault) {
        return query.word(name, TRUTH).map(Boolean::parseBoolean).orElse(byDefault);
    }

    static Optional<Integer> maxTokens(JsonBody body) {
        var tokens = body.integer("max_tokens", 1, Limits.TOKENS);
        return tokens.isPresent() ? Optional.of(tokens.getAsInt()) : Optional.empty();
    }

    /** Mean active memories, or history too, of the types if any are given. */
    static Filter filter(boolean includeInactive, Set<MemoryType> types) {
        Filter filter = includeInactive ? Filter.all() : Filter.active();
        return types.isEmpty() ? filter : filter.and(new Filter.TypeIn(types));
    }
}
