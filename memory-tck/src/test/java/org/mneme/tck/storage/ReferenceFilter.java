package org.mneme.tck.storage;

import java.util.List;
import java.util.Map;
import org.mneme.api.Filter;
import org.mneme.api.Memory;

/** Evaluate a filter by its own meaning, or with a fault. */
final class ReferenceFilter {

    private ReferenceFilter() {}

    static boolean test(State state, Filter filter, Memory memory) {
        if (filter instanceof Filter.And and) {
            boolean tags = !and.parts().isEmpty() && and.parts().stream().allMatch(Filter.Tagged.class::isInstance);
            return tags && state.has(Fault.ANY_TAG)
                    ? and.parts().stream().anyMatch(part -> test(state, part, memory))
                    : and.parts().stream().allMatch(part -> test(state, part, memory));
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().anyMatch(part -> test(state, part, memory));
        }
        if (filter instanceof Filter.Not not) {
            boolean absent = not.part() instanceof Filter.Metadata metadata
                    && !memory.metadata().containsKey(metadata.key());
            return !(absent && state.has(Fault.NOT_IGNORES_ABSENT)) && !test(state, not.part(), memory);
        }
        if (filter instanceof Filter.Metadata metadata && state.has(Fault.NUMBERS_COMPARED_AS_TEXT)) {
            return asText(metadata, memory);
        }
        return filter.test(memory);
    }

    private static boolean asText(Filter.Metadata metadata, Memory memory) {
        Object stored = memory.metadata().get(metadata.key());
        if (stored == null || stored instanceof List<?> || metadata.relation() == Filter.Metadata.Relation.PRESENT) {
            return metadata.test(memory);
        }
        Memory text = memory.toBuilder()
                .metadata(Map.of(metadata.key(), stored.toString()))
                .build();
        return new Filter.Metadata(
                        metadata.key(), metadata.relation(), metadata.value().toString())
                .test(text);
    }
}
