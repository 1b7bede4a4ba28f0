package org.mneme.storage.jpa;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Scope;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.Part;
import org.mneme.spi.storage.WorkspaceTransfer;

/** Read and put the parts of a workspace as they are: memories by SQL with their indexes, the others as entities. */
final class JpaTransfer implements WorkspaceTransfer {

    private final JpaTransactions transactions;
    private final MemoryTransfer memories;
    private final RecordTransfer records;

    JpaTransfer(JpaTransactions transactions, MemoryTransfer memories, RecordTransfer records) {
        this.transactions = transactions;
        this.memories = memories;
        this.records = records;
    }

    @Override
    public List<TransferItem> page(Scope workspace, Part part, Optional<String> afterId, int limit) {
        String after = afterId.orElse("");
        return part == Part.MEMORY
                ? memories.page(workspace.workspace(), after, limit)
                : transactions.read(tx -> records.page(tx.em(), workspace.workspace(), part, after, limit));
    }

    @Override
    public void put(Scope workspace, List<TransferItem> items) {
        List<TransferItem.MemoryItem> moved = items.stream()
                .filter(TransferItem.MemoryItem.class::isInstance)
                .map(TransferItem.MemoryItem.class::cast)
                .toList();
        if (!moved.isEmpty()) {
            memories.put(workspace.workspace(), moved);
        }
        if (moved.size() < items.size()) {
            transactions.write(tx -> {
                items.stream()
                        .filter(item -> item.part() != Part.MEMORY)
                        .forEach(item -> records.put(tx.em(), workspace.workspace(), item));
                return null;
            });
        }
    }

    @Override
    public void remove(Scope workspace, Part part, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (part == Part.MEMORY) {
            memories.remove(workspace.workspace(), ids);
            return;
        }
        transactions.write(tx -> {
            records.remove(tx.em(), workspace.workspace(), part, ids);
            return null;
        });
    }

    @Override
    public List<ApiKey> administrators() {
        return transactions.read(tx -> tx
                .em()
                .createQuery(
                        "select k from ApiKey k where k.workspace is null order by k.createdAt, k.id",
                        ApiKeyEntity.class)
                .getResultList()
                .stream()
                .map(ApiKeyEntity::toKey)
                .toList());
    }
}
