package org.mneme.war.xtrace;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mneme.api.Attribute;
import org.mneme.api.Memory;

/** A memory as XTrace shows it; the score is null where nothing was searched for. */
record XtraceMemory(
        String id,
        String object,
        String type,
        String text,
        String userId,
        String agentId,
        String convId,
        String appId,
        List<String> categories,
        Double score,
        Instant createdAt,
        Instant updatedAt,
        Map<String, Object> metadata,
        Details details) {

    /** What else is known of a memory. */
    record Details(
            String status,
            List<String> supersedes,
            String supersededBy,
            String sourceRole,
            int version,
            double importance,
            double confidence,
            List<String> entities,
            Instant eventDate) {}

    static XtraceMemory of(Memory memory) {
        return of(memory, null);
    }

    static XtraceMemory of(Memory memory, Double score) {
        return new XtraceMemory(
                memory.id(),
                "memory",
                XtraceTypes.wordOf(memory.type()),
                memory.content(),
                value(memory, Attribute.USER),
                value(memory, Attribute.AGENT),
                value(memory, Attribute.SESSION),
                value(memory, Attribute.APP),
                memory.tags(),
                score,
                memory.createdAt(),
                memory.updatedAt(),
                memory.metadata(),
                details(memory));
    }

    private static Details details(Memory memory) {
        return new Details(
                memory.status().name().toLowerCase(Locale.ROOT),
                memory.supersedes(),
                memory.supersededBy().orElse(null),
                memory.sourceRole().orElse(null),
                memory.version(),
                memory.importance(),
                memory.confidence(),
                memory.entities(),
                memory.eventDate().orElse(null));
    }

    private static String value(Memory memory, Attribute attribute) {
        return memory.scope().get(attribute).orElse(null);
    }
}
