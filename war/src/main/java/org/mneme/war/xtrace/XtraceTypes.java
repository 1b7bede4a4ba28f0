package org.mneme.war.xtrace;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.MemoryType;

/** Translate between XTrace's three types and the domain's. */
final class XtraceTypes {

    static final List<String> WORDS = List.of("fact", "episode", "artifact");

    private XtraceTypes() {}

    static String wordOf(MemoryType type) {
        return switch (type) {
            case EPISODIC, EVENT -> "episode";
            case PROCEDURAL, WORKFLOW, SOLUTION -> "artifact";
            case FACTUAL,
                    SEMANTIC,
                    PREFERENCE,
                    RELATIONSHIP,
                    OPINION,
                    GOAL,
                    INSTRUCTION,
                    DECISION,
                    CONSTRAINT,
                    PROJECT_STATE,
                    CORRECTION -> "fact";
        };
    }

    static Set<MemoryType> named(String word) {
        return EnumSet.allOf(MemoryType.class).stream()
                .filter(type -> wordOf(type).equals(word))
                .collect(Collectors.toUnmodifiableSet());
    }
}
