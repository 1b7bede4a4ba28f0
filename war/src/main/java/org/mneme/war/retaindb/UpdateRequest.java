package org.mneme.war.retaindb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Memory;
import org.mneme.war.json.JsonBody;

/** What {@code PUT /v1/memory/{id}} takes. */
record UpdateRequest(String content, Optional<String> reason) {

    private static final String REASON = "update_reason";

    static UpdateRequest of(JsonBody body) {
        return new UpdateRequest(body.requireText("content", Limits.CONTENT), body.text("reason", Limits.CONTENT));
    }

    Memory applyTo(Memory memory) {
        Map<String, Object> metadata = new LinkedHashMap<>(memory.metadata());
        metadata.remove(REASON);
        reason.ifPresent(text -> metadata.put(REASON, text));
        return memory.toBuilder().content(content).metadata(metadata).build();
    }

    /** Tell whether a memory is already as this request wants it. */
    boolean isIn(Memory memory) {
        return applyTo(memory).equals(memory);
    }
}
