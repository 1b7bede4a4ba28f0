package org.mneme.war.gomemory;

import java.util.EnumSet;
import java.util.Set;
import org.mneme.api.Filter;
import org.mneme.api.MemoryType;

/** Tell a user's lasting traits, which GoMemory calls core memories, from the general ones. */
final class CoreTypes {

    static final Set<MemoryType> CORE = Set.copyOf(EnumSet.of(
            MemoryType.PREFERENCE,
            MemoryType.INSTRUCTION,
            MemoryType.GOAL,
            MemoryType.RELATIONSHIP,
            MemoryType.CONSTRAINT));

    private CoreTypes() {}

    static Filter core() {
        return Filter.active().and(new Filter.TypeIn(CORE));
    }

    static Filter general() {
        return Filter.active().and(new Filter.Not(new Filter.TypeIn(CORE)));
    }

    static String wordOf(MemoryType type) {
        return CORE.contains(type) ? "core" : "general";
    }
}
