package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Delivery;

/**
 * Make records of the deliveries that memories have caused.
 *
 * <p>A delivery is stored in the document of its memory, in one step with it. Before deliveries are looked at, each becomes a
 * record under its own id, and only then leaves the memory's document; done twice, or by two servers, it is made once.
 */
final class Outbox {

    private static final int PAGE = 500;

    private final Memories memories;
    private final Records records;

    Outbox(Memories memories, Records records) {
        this.memories = memories;
        this.records = records;
    }

    /** Dispatch what waits in a workspace, or in all. */
    void dispatch(Optional<String> workspace) {
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(Queries.term("outbox", true));
        workspace.ifPresent(id -> parts.add(Queries.term("ws", id)));
        while (true) {
            workspace.ifPresentOrElse(memories::fresh, memories.refreshes()::all);
            List<Cluster.Doc> page = memories.find(
                    workspace, Queries.all(parts), List.of(Map.of("created", "asc")), PAGE, Stored.ALL_FIELDS);
            if (dispatch(page) && page.size() < PAGE) {
                return;
            }
        }
    }

    /** Dispatch what waits in memories; returns false if some have changed meanwhile and are to be looked for again. */
    private boolean dispatch(List<Cluster.Doc> page) {
        Map<String, ObjectNode> made = new LinkedHashMap<>();
        page.forEach(doc -> Stored.read(doc)
                .outbox()
                .forEach(delivery -> made.put(
                        ElasticsearchDeliveryStore.id(delivery.workspace(), delivery.id()),
                        ElasticsearchDeliveryStore.source(
                                new ElasticsearchDeliveryStore.Row(delivery, Optional.empty(), 0, List.of())))));
        records.createAll(made);
        List<Boolean> cleared = memories.write(page.stream()
                .map(doc -> Cluster.Write.replace(
                        doc, Stored.read(doc).withoutOutbox().source()))
                .toList());
        boolean all = true;
        for (int i = 0; i < page.size(); i++) {
            all &= cleared.get(i) || gone(page.get(i));
        }
        return all;
    }

    /** Tell whether a memory was deleted meanwhile: then what it caused goes too. */
    private boolean gone(Cluster.Doc doc) {
        Stored stored = Stored.read(doc);
        if (memories.get(doc.routing(), stored.memory().id()).isPresent()) {
            return false;
        }
        for (Delivery delivery : stored.outbox()) {
            records.get(ElasticsearchDeliveryStore.id(delivery.workspace(), delivery.id()))
                    .ifPresent(records::remove);
        }
        return true;
    }
}
