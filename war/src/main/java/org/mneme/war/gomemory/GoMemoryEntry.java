package org.mneme.war.gomemory;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;

/** A memory as GoMemory shows it. */
record GoMemoryEntry(
        String memoryText,
        String type,
        String memoryId,
        @JsonProperty("userId") String userId) {

    static GoMemoryEntry of(Memory memory) {
        return new GoMemoryEntry(
                memory.content(),
                CoreTypes.wordOf(memory.type()),
                memory.id(),
                memory.scope().get(Attribute.USER).orElse(null));
    }
}
