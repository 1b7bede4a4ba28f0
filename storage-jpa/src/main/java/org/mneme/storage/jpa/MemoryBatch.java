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
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.index.IndexChange;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Collect what one transaction does to the memories of a workspace, and write it in one go at its end.
 *
 * <p>Reads through the batch see what was collected so far, as a later write of a list must see an earlier one.
 */
final class MemoryBatch {

    private final Connection connection;
    private final String workspace;
    private final Optional<Space> space;
    private final long now;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<MemoryEntity> versions = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    MemoryBatch(Connection connection, String workspace, Optional<Space> space, long now) {
        this.connection = connection;
        this.workspace = workspace;
        this.space = space;
        this.now = now;
    }

    /** A memory in this transaction, what it was stored as before, and its new vectors if it gets some. */
    private static final class Row {
        private final boolean isNew;
        private MemoryEntity memory;
        private boolean changed;
        private boolean dropsVectors;
        private Optional<Embedding> embedding = Optional.empty();

        Row(MemoryEntity memory, boolean isNew) {
            this.memory = memory;
            this.isNew = isNew;
        }
    }

    /** Read memories into the batch that are not in it yet. An expired one is deleted: it does not exist. */
    void read(Collection<String> ids) throws SQLException {
        List<String> unknown = ids.stream().filter(id -> !rows.containsKey(id)).toList();
        if (unknown.isEmpty()) {
            return;
        }
        List<String> expired = new ArrayList<>();
        for (MemoryEntity memory :
                MemoryRows.load(connection, workspace, unknown).values()) {
            if (memory.expiresAt > now) {
                rows.put(memory.id, new Row(memory, false));
            } else {
                expired.add(memory.id);
            }
        }
        MemoryRows.delete(connection, workspace, expired);
    }

    /** Return a memory that was read or added. */
    Optional<MemoryEntity> get(String id) {
        return Optional.ofNullable(rows.get(id)).map(row -> row.memory);
    }

    /** Return the memories that this transaction has added or changed so far. */
    List<MemoryEntity> changed() {
        return rows.values().stream()
                .filter(row -> row.changed)
                .map(row -> row.memory)
                .toList();
    }

    /** Return the vectors of the active model that memories have in this transaction; those that have none are missing. */
    Map<String, List<float[]>> windows(Collection<String> ids) throws SQLException {
        List<String> stored =
                ids.stream().filter(id -> keepsVectors(rows.get(id))).toList();
        Map<String, List<float[]>> windows = new HashMap<>();
        if (space.isPresent()) {
            windows.putAll(MemoryRows.vectors(connection, workspace, space.get(), stored));
        }
        ids.forEach(id -> rows.get(id).embedding.ifPresent(embedding -> windows.put(id, embedding.windows())));
        return windows;
    }

    private static boolean keepsVectors(Row row) {
        return !row.isNew && !row.dropsVectors;
    }

    Memory add(Memory memory, Optional<Embedding> embedding, List<Delivery> outgoing) {
        Row row = new Row(new MemoryEntity(memory), true);
        row.changed = true;
        row.embedding = embedding;
        rows.put(memory.id(), row);
        deliveries.addAll(outgoing);
        return row.memory.toMemory();
    }

    /**
     * Change a memory that was read or added.
     *
     * @param embedding its new vectors, if it gets some; a new content without vectors drops the old ones
     * @param keepVersion whether its former state is kept
     */
    Memory change(Memory memory, Optional<Embedding> embedding, boolean keepVersion) {
        Row row = rows.get(memory.id());
        if (keepVersion) {
            versions.add(row.memory);
        }
        MemoryEntity changed = new MemoryEntity(memory);
        boolean sameContent = changed.content.equals(row.memory.content);
        if (embedding.isPresent() || !sameContent) {
            row.embedding = embedding;
            row.dropsVectors = !row.isNew;
        }
        row.memory = changed;
        row.changed = true;
        return changed.toMemory();
    }

    /** Write everything, tick the clock last, and return what the indexes have to take over. */
    <T> Changed<T> finish(T result) throws SQLException {
        List<Row> changed = rows.values().stream().filter(row -> row.changed).toList();
        if (changed.isEmpty()) {
            return Changed.nothing(result, workspace);
        }
        MemoryRows.insert(
                connection,
                changed.stream().filter(row -> row.isNew).map(row -> row.memory).toList());
        MemoryRows.update(
                connection,
                changed.stream()
                        .filter(row -> !row.isNew)
                        .map(row -> row.memory)
                        .toList());
        MemoryRows.insertVersions(connection, versions);
        MemoryRows.deleteVectors(
                connection,
                workspace,
                changed.stream()
                        .filter(row -> row.dropsVectors)
                        .map(row -> row.memory.id)
                        .toList());
        MemoryRows.insertVectors(connection, workspace, newVectors(changed));
        MemoryRows.insertDeliveries(connection, deliveries);
        List<IndexChange> changes = indexChanges(changed);
        List<String> ids = changed.stream().map(row -> row.memory.id).toList();
        long clock = WorkspaceClocks.tick(connection, workspace, ids, now);
        return new Changed<>(result, workspace, clock, changes, space);
    }

    private static Map<String, Embedding> newVectors(List<Row> changed) {
        Map<String, Embedding> vectors = new LinkedHashMap<>();
        changed.forEach(row -> row.embedding.ifPresent(embedding -> vectors.put(row.memory.id, embedding)));
        return vectors;
    }

    private List<IndexChange> indexChanges(List<Row> changed) throws SQLException {
        Map<String, List<float[]>> vectors =
                windows(changed.stream().map(row -> row.memory.id).toList());
        List<IndexChange> changes = new ArrayList<>(changed.size());
        for (Row row : changed) {
            changes.add(IndexTerms.put(row.memory, vectors.getOrDefault(row.memory.id, List.of())));
        }
        return changes;
    }
}
