package org.mneme.storage.elasticsearch;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Scope;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

/** Read and put the parts of a workspace as they are. */
final class ElasticsearchTransfer implements WorkspaceTransfer {

    private final MemoryTransfer memories;
    private final RecordTransfer records;

    ElasticsearchTransfer(MemoryTransfer memories, RecordTransfer records) {
        this.memories = memories;
        this.records = records;
    }

    @Override
    public List<TransferItem> page(Scope workspace, Part part, Optional<String> afterId, int limit) {
        return switch (part) {
            case MEMORY -> memories.page(workspace.workspace(), afterId, limit);
            case WEBHOOK -> records.webhooks(workspace, afterId, limit);
            case KEY, USAGE, PROJECT, DELIVERY, JOB, EVENT, HANDOFF, ANSWER ->
                records.page(workspace, part, afterId, limit);
        };
    }

    @Override
    public void put(Scope workspace, List<TransferItem> items) {
        List<TransferItem.MemoryItem> moved = items.stream()
                .filter(TransferItem.MemoryItem.class::isInstance)
                .map(TransferItem.MemoryItem.class::cast)
                .toList();
        memories.put(workspace.workspace(), moved);
        records.put(
                workspace,
                items.stream().filter(item -> item.part() != Part.MEMORY).toList());
    }

    @Override
    public void remove(Scope workspace, Part part, Collection<String> ids) {
        if (part == Part.MEMORY) {
            memories.remove(workspace, ids);
        } else {
            records.remove(workspace, part, ids);
        }
    }

    @Override
    public List<ApiKey> administrators() {
        return records.administrators();
    }
}
