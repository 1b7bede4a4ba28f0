package org.mneme.war.retaindb;

import java.util.ArrayList;
import java.util.List;
import org.mneme.api.MemoryException;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/memory/bulk} takes. */
record BulkRequest(List<WriteRequest> memories, List<Answers.Rejected> rejected, boolean async) {

    private static final String MEMORIES = "memories";

    /**
     * Read a request. In the background one wrong memory refuses the whole list, because nobody would read why; at once it is
     * left out and reported, unless every one is wrong.
     */
    static BulkRequest of(JsonBody body) {
        boolean async = Fields.async(body, true);
        Place outer = Place.of(body);
        List<JsonBody> elements = body.objects(MEMORIES, Limits.BULK);
        if (elements.isEmpty()) {
            throw body.invalid(MEMORIES, "is required and must have 1 to " + Limits.BULK + " elements");
        }
        List<WriteRequest> memories = new ArrayList<>();
        List<Answers.Rejected> rejected = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            JsonBody element = elements.get(i);
            try {
                memories.add(WriteRequest.of(element, Place.of(element, outer)));
            } catch (MemoryException e) {
                boolean alone = rejected.size() == i && i + 1 == elements.size();
                if (async || alone || e.kind() != MemoryException.Kind.INVALID) {
                    throw e;
                }
                rejected.add(new Answers.Rejected(i, element.asMap().get("content"), List.of(e.getMessage())));
            }
        }
        return new BulkRequest(memories, rejected, async);
    }
}
