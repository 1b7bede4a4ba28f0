package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.index.IndexChange;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.TransferItem;
import org.mneme.spi.storage.TransferItem.MemoryItem;

/** Read and put memories as they are, with their former states and vectors. */
final class MemoryTransfer {

    private final JpaTransactions transactions;
    private final ActiveSpaces spaces;
    private final MemoryReader reader;
    private final JpaIndexes indexes;
    private final MemoryEraser eraser;

    MemoryTransfer(
            JpaTransactions transactions,
            ActiveSpaces spaces,
            MemoryReader reader,
            JpaIndexes indexes,
            MemoryEraser eraser) {
        this.transactions = transactions;
        this.spaces = spaces;
        this.reader = reader;
        this.indexes = indexes;
        this.eraser = eraser;
    }

    /** Return memories after an id; a page of expired ones is passed over, for an empty one is the end. */
    List<TransferItem> page(String workspace, String after, int limit) {
        return transactions.read(tx -> {
            long now = reader.now();
            String last = after;
            while (true) {
                List<MemoryEntity> rows = MemoryRows.pageAfter(tx.jdbc(), workspace, last, limit);
                List<MemoryEntity> visible =
                        rows.stream().filter(memory -> memory.expiresAt > now).toList();
                if (!visible.isEmpty() || rows.isEmpty()) {
                    return items(tx.jdbc(), workspace, visible);
                }
                last = rows.get(rows.size() - 1).id;
            }
        });
    }

    private static List<TransferItem> items(Connection connection, String workspace, List<MemoryEntity> memories)
            throws SQLException {
        List<String> ids = memories.stream().map(memory -> memory.id).toList();
        Optional<Space> space = ActiveSpaces.read(connection);
        Map<String, List<float[]>> vectors =
                space.isEmpty() ? Map.of() : MemoryRows.vectors(connection, workspace, space.get(), ids);
        Map<String, List<Memory>> former = former(connection, workspace, ids);
        List<TransferItem> items = new ArrayList<>();
        for (MemoryEntity memory : memories) {
            Optional<Embedding> embedding = Optional.ofNullable(vectors.get(memory.id))
                    .map(windows -> new Embedding(space.orElseThrow().model(), windows));
            items.add(new MemoryItem(memory.toMemory(), former.getOrDefault(memory.id, List.of()), embedding));
        }
        return items;
    }

    private static Map<String, List<Memory>> former(Connection connection, String workspace, List<String> ids)
            throws SQLException {
        Map<String, List<Memory>> former = new HashMap<>();
        Sql.queryEach(
                connection,
                "select v.memory_id, v.state from unnest(?) as wanted (id) join memory_version v on v.workspace = ?"
                        + " and v.memory_id = wanted.id order by v.memory_id, v.version",
                ids,
                row -> former.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(JsonText.read(row.getString(2), MemoryEntity.class).toMemory()),
                workspace);
        return former;
    }

    void put(String workspace, List<MemoryItem> items) {
        items.forEach(item -> item.embedding().ifPresent(ActiveSpaces::checkNumbers));
        spaces.whileUnchanged(() ->
                indexes.recording(workspace, () -> transactions.write(tx -> put(tx.jdbc(), workspace, items))));
    }

    private Changed<Void> put(Connection connection, String workspace, List<MemoryItem> items) throws SQLException {
        Optional<Space> space = spaces.keep(connection);
        Map<String, MemoryEntity> memories = new LinkedHashMap<>();
        Map<String, Embedding> vectors = new LinkedHashMap<>();
        List<MemoryEntity> former = new ArrayList<>();
        for (MemoryItem item : items) {
            if (item.embedding().isPresent()) {
                space = Optional.of(
                        ActiveSpaces.check(connection, space, item.embedding().get()));
                vectors.put(item.id(), item.embedding().get());
            }
            memories.put(item.id(), new MemoryEntity(item.memory()));
            item.former().forEach(state -> former.add(new MemoryEntity(state)));
        }
        WorkspaceClocks.hold(connection, workspace);
        Set<String> stored =
                MemoryRows.load(connection, workspace, memories.keySet()).keySet();
        Sql.updateEach(
                connection, "delete from memory_version where workspace = ? and memory_id = ?", stored, workspace);
        MemoryRows.deleteVectors(connection, workspace, stored);
        MemoryRows.update(connection, part(memories, stored, true));
        MemoryRows.insert(connection, part(memories, stored, false));
        MemoryRows.insertVersions(connection, former);
        MemoryRows.insertVectors(connection, workspace, vectors);
        List<IndexChange> changes = memories.values().stream()
                .<IndexChange>map(memory -> IndexTerms.put(
                        memory,
                        Optional.ofNullable(vectors.get(memory.id))
                                .map(Embedding::windows)
                                .orElse(List.of())))
                .toList();
        long clock = WorkspaceClocks.tick(connection, workspace, memories.keySet(), reader.now());
        return new Changed<>(null, workspace, clock, changes, space);
    }

    private static List<MemoryEntity> part(Map<String, MemoryEntity> memories, Set<String> stored, boolean there) {
        return memories.values().stream()
                .filter(memory -> stored.contains(memory.id) == there)
                .toList();
    }

    void remove(String workspace, Collection<String> ids) {
        eraser.erase(workspace, tx -> MemoryRows.load(tx.jdbc(), workspace, ids).keySet());
    }
}
