package org.mneme.storage.elasticsearch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.MemoryItem;

/** Read and put memories as they are, each the whole document that it is. */
final class MemoryTransfer {

    private static final int TRIES = 100;

    private final Memories memories;
    private final ElasticsearchEmbeddingSpaces spaces;
    private final MemoryEraser eraser;

    MemoryTransfer(Memories memories, ElasticsearchEmbeddingSpaces spaces, MemoryEraser eraser) {
        this.memories = memories;
        this.spaces = spaces;
        this.eraser = eraser;
    }

    List<TransferItem> page(String workspace, Optional<String> afterId, int limit) {
        if (afterId.isEmpty()) {
            memories.refreshes().all();
        }
        Optional<String> space = spaces.active().map(ElasticsearchSchema::key);
        Optional<String> after = afterId;
        while (true) {
            Map<String, Object> query = Queries.all(List.of(
                    Queries.term("ws", workspace),
                    Queries.range(
                            "expires", Map.of("gt", memories.clock().instant().toEpochMilli()))));
            List<Cluster.Doc> docs = memories.findBehind(workspace, after, query, limit, Stored.ALL_FIELDS);
            List<Stored> stored = docs.stream().map(Stored::read).toList();
            List<TransferItem> items = stored.stream()
                    .filter(each -> memories.visible(each.memory()))
                    .map(each -> item(each, space))
                    .toList();
            if (!items.isEmpty() || docs.isEmpty()) {
                return items;
            }
            after = Optional.of(stored.get(stored.size() - 1).memory().id());
        }
    }

    private static TransferItem item(Stored stored, Optional<String> space) {
        Optional<Embedding> embedding =
                space.flatMap(key -> Optional.ofNullable(stored.vectors().get(key)));
        return new MemoryItem(stored.memory(), stored.former(), embedding);
    }

    void put(String workspace, List<MemoryItem> items) {
        if (items.isEmpty()) {
            return;
        }
        spaces.storing(items.stream().flatMap(item -> item.embedding().stream()).toList(), () -> {
            List<MemoryItem> open = items;
            for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
                open = tried(workspace, open);
            }
            if (!open.isEmpty()) {
                throw Records.contended();
            }
            return null;
        });
    }

    /** Put memories in the place of what is there now, and return those that were changed in between. */
    private List<MemoryItem> tried(String workspace, List<MemoryItem> items) {
        List<Optional<Cluster.Doc>> docs =
                memories.get(workspace, items.stream().map(MemoryItem::id).toList(), List.of("ws"));
        List<Cluster.Write> writes = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Stored stored = stored(items.get(i));
            writes.add(docs.get(i)
                    .map(doc -> Cluster.Write.replace(doc, stored.source()))
                    .orElseGet(() -> Memories.create(stored)));
        }
        List<Boolean> done = memories.write(writes);
        List<MemoryItem> open = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!done.get(i)) {
                open.add(items.get(i));
            }
        }
        return open;
    }

    private static Stored stored(MemoryItem item) {
        Map<String, Embedding> vectors = new LinkedHashMap<>();
        item.embedding()
                .ifPresent(
                        each -> vectors.put(ElasticsearchSchema.key(new Space(each.model(), each.dimension())), each));
        return new Stored(item.memory(), item.former(), vectors, List.of());
    }

    void remove(Scope workspace, Collection<String> ids) {
        ids.forEach(id -> eraser.delete(Scope.of(workspace.workspace()), id));
    }
}
