package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.index.IndexChange;
import org.mneme.spi.storage.EmbeddingSpaces;

/** Keep vectors of several models side by side, one of them active. */
final class JpaEmbeddingSpaces implements EmbeddingSpaces {

    private final JpaTransactions transactions;
    private final Dialect dialect;
    private final ActiveSpaces spaces;
    private final MemoryReader reader;
    private final JpaIndexes indexes;

    JpaEmbeddingSpaces(
            JpaTransactions transactions,
            Dialect dialect,
            ActiveSpaces spaces,
            MemoryReader reader,
            JpaIndexes indexes) {
        this.transactions = transactions;
        this.dialect = dialect;
        this.spaces = spaces;
        this.reader = reader;
        this.indexes = indexes;
    }

    @Override
    public Optional<Space> active() {
        return transactions.read(tx -> ActiveSpaces.read(tx.jdbc()));
    }

    /** Returns when this server searches by the model; others notice with their next call. */
    @Override
    public void activate(Space space) {
        spaces.whileChanging(() -> transactions.write(tx -> {
            dialect.guardActiveSpace(tx.jdbc(), true);
            ActiveSpaceEntity stored = tx.em().find(ActiveSpaceEntity.class, ActiveSpaceEntity.ONLY);
            if (stored == null) {
                requireComplete(tx.jdbc(), space);
                tx.em().persist(new ActiveSpaceEntity(space));
            } else if (!stored.toSpace().equals(space)) {
                requireComplete(tx.jdbc(), space);
                stored.set(space);
            }
            return null;
        }));
        transactions.read(tx -> {
            indexes.followAll(tx.jdbc());
            return null;
        });
    }

    private void requireComplete(Connection connection, Space space) throws SQLException {
        boolean anyVectors = !Sql.query(connection, "select 1 from memory_vector limit 1", row -> row.getInt(1))
                .isEmpty();
        boolean lacking = !MemoryRows.withoutVectors(connection, space, "", reader.now(), 1)
                .isEmpty();
        if (anyVectors && lacking) {
            throw MemoryException.conflict(
                    "embedding_space_incomplete", "some memories have no vectors of " + space.model() + " yet");
        }
    }

    @Override
    public List<Missing> missing(Space space, Optional<String> afterId, int limit) {
        return transactions.read(
                tx -> MemoryRows.withoutVectors(tx.jdbc(), space, afterId.orElse(""), reader.now(), limit).stream()
                        .map(memory -> new Missing(Scope.of(memory.workspace), memory.toMemory()))
                        .toList());
    }

    @Override
    public void fill(Space space, List<Filled> filled) {
        for (Filled each : filled) {
            Space given = new Space(each.embedding().model(), each.embedding().dimension());
            if (!given.equals(space)) {
                throw ActiveSpaces.mismatch(space, given);
            }
            ActiveSpaces.checkNumbers(each.embedding());
        }
        Map<String, List<Filled>> byWorkspace = filled.stream()
                .collect(Collectors.groupingBy(
                        each -> each.workspace().workspace(), LinkedHashMap::new, Collectors.toList()));
        byWorkspace.forEach((workspace, part) -> spaces.whileUnchanged(() ->
                indexes.recording(workspace, () -> transactions.write(tx -> fill(tx.jdbc(), workspace, space, part)))));
    }

    /** The clock is held, so that no memory changes or goes between the look at it and its vectors. */
    private Changed<Void> fill(Connection connection, String workspace, Space space, List<Filled> filled)
            throws SQLException {
        Optional<Space> active = spaces.keep(connection);
        WorkspaceClocks.hold(connection, workspace);
        Map<String, MemoryEntity> stored = MemoryRows.load(
                connection, workspace, filled.stream().map(Filled::memory).collect(Collectors.toSet()));
        Set<String> complete = MemoryRows.vectors(connection, workspace, space, stored.keySet())
                .keySet();
        Map<String, Embedding> fitting = filled.stream()
                .filter(each -> !complete.contains(each.memory()))
                .filter(each -> isOf(each, stored.get(each.memory())))
                .collect(Collectors.toMap(Filled::memory, Filled::embedding, (first, second) -> first));
        MemoryRows.insertVectors(connection, workspace, fitting);
        if (fitting.isEmpty() || !active.equals(Optional.of(space))) {
            return Changed.nothing(null, workspace);
        }
        List<IndexChange> changes = fitting.entrySet().stream()
                .<IndexChange>map(entry -> IndexTerms.put(
                        stored.get(entry.getKey()), entry.getValue().windows()))
                .toList();
        long clock = WorkspaceClocks.tick(connection, workspace, fitting.keySet(), reader.now());
        return new Changed<>(null, workspace, clock, changes, active);
    }

    private boolean isOf(Filled filled, MemoryEntity memory) {
        return memory != null && memory.version == filled.version() && memory.expiresAt > reader.now();
    }

    @Override
    public Coverage coverage(Space space) {
        return transactions.read(tx -> {
            long now = reader.now();
            long total = Sql.query(
                            tx.jdbc(), "select count(*) from memory where expires_at > ?", row -> row.getLong(1), now)
                    .get(0);
            long filled = Sql.query(
                            tx.jdbc(),
                            "select count(*) from memory_vector v join memory m on m.workspace = v.workspace"
                                    + " and m.id = v.memory_id where v.space = ? and m.expires_at > ?",
                            row -> row.getLong(1),
                            MemoryRows.key(space),
                            now)
                    .get(0);
            return new Coverage(filled, total);
        });
    }

    /** Workspace by workspace, so that no transaction grows with the store. */
    @Override
    public void discard(Space space) {
        transactions.read(tx -> {
            requireInactive(tx.jdbc(), space);
            return null;
        });
        Set<String> workspaces = transactions.read(
                tx -> new HashSet<>(WorkspaceClocks.readAll(tx.jdbc()).keySet()));
        for (String workspace : workspaces) {
            spaces.whileUnchanged(() -> transactions.write(tx -> {
                requireInactive(tx.jdbc(), space);
                return Sql.update(
                        tx.jdbc(),
                        "delete from memory_vector where workspace = ? and space = ?",
                        workspace,
                        MemoryRows.key(space));
            }));
        }
    }

    private void requireInactive(Connection connection, Space space) throws SQLException {
        if (spaces.keep(connection).equals(Optional.of(space))) {
            throw MemoryException.conflict(
                    "embedding_space_active", "the vectors of the active model " + space.model() + " are needed");
        }
    }
}
