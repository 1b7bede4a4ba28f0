package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Filter;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.index.IndexChange;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;

/** Delete memories for good, many of them in several transactions. */
final class MemoryEraser {

    private final JpaTransactions transactions;
    private final ActiveSpaces spaces;
    private final MemoryReader reader;
    private final JpaIndexes indexes;
    private final Runnable deleted;

    /**
     * Make an eraser.
     *
     * @param deleted told when something was deleted
     */
    MemoryEraser(
            JpaTransactions transactions,
            ActiveSpaces spaces,
            MemoryReader reader,
            JpaIndexes indexes,
            Runnable deleted) {
        this.transactions = transactions;
        this.spaces = spaces;
        this.reader = reader;
        this.indexes = indexes;
        this.deleted = deleted;
    }

    boolean delete(Scope scope, String id) {
        return erase(scope.workspace(), tx -> reader.get(tx.em(), scope, id).isPresent() ? List.of(id) : List.of()) > 0;
    }

    long deleteAll(Scope scope, Filter filter) {
        long erased = 0;
        Optional<Listing.Position> last = Optional.empty();
        while (true) {
            Optional<Listing.Position> from = last;
            List<MemoryEntity> page =
                    read(erased, tx -> reader.page(tx.em(), scope, filter, Order.OLDEST_FIRST, from, reader.now()));
            erased += eraseMeant(erased, scope, filter, page);
            if (page.size() < MemoryReader.PAGE) {
                return erased;
            }
            last = Optional.of(MemoryReader.position(page.get(page.size() - 1)));
        }
    }

    private <T> T read(long erased, Work<T> work) {
        try {
            return transactions.read(work);
        } catch (MemoryException e) {
            throw afterSome(erased, e);
        }
    }

    /** Look again under the clock, which nobody else changes memories without, and delete what is still meant. */
    private int eraseMeant(long erased, Scope scope, Filter filter, List<MemoryEntity> page) {
        List<String> ids = page.stream().map(memory -> memory.id).toList();
        if (ids.isEmpty()) {
            return 0;
        }
        try {
            return erase(scope.workspace(), tx -> {
                List<String> meant = new ArrayList<>();
                MemoryRows.load(tx.jdbc(), scope.workspace(), ids).values().stream()
                        .filter(memory -> reader.isMeant(memory, scope) && filter.test(memory.toMemory()))
                        .forEach(memory -> meant.add(memory.id));
                return meant;
            });
        } catch (MemoryException e) {
            throw afterSome(erased, e);
        }
    }

    /** A deletion that ends halfway has done something, which a caller must know. */
    private static MemoryException afterSome(long erased, MemoryException e) {
        return erased > 0 && e.kind() == MemoryException.Kind.UNAVAILABLE
                ? MemoryException.outcomeUnknown("the deletion stopped after " + erased + " memories", e)
                : e;
    }

    int deleteExpired(int limit) {
        long now = reader.now();
        Map<String, List<String>> expired = transactions.read(tx -> {
            Map<String, List<String>> byWorkspace = new LinkedHashMap<>();
            Sql.query(
                    tx.jdbc(),
                    "select workspace, id from memory where expires_at <= ? order by expires_at limit " + limit,
                    row -> byWorkspace
                            .computeIfAbsent(row.getString(1), workspace -> new ArrayList<>())
                            .add(row.getString(2)),
                    now);
            return byWorkspace;
        });
        int erased = 0;
        for (Map.Entry<String, List<String>> entry : expired.entrySet()) {
            erased += erase(entry.getKey(), tx -> stillExpired(tx.jdbc(), entry.getKey(), entry.getValue(), now));
        }
        return erased;
    }

    private static List<String> stillExpired(Connection connection, String workspace, List<String> ids, long now)
            throws SQLException {
        return MemoryRows.load(connection, workspace, ids).values().stream()
                .filter(memory -> memory.expiresAt <= now)
                .map(memory -> memory.id)
                .toList();
    }

    /** Delete every memory of a workspace, visible or not. */
    void eraseWorkspace(String workspace) {
        while (erase(
                        workspace,
                        tx -> Sql.query(
                                tx.jdbc(),
                                "select id from memory where workspace = ? order by workspace, id limit "
                                        + MemoryReader.PAGE,
                                row -> row.getString(1),
                                workspace))
                == MemoryReader.PAGE) {
            // more are left
        }
    }

    /** Delete what the choice names, in one transaction, and from the indexes before this returns. */
    int erase(String workspace, Work<? extends Collection<String>> choice) {
        Changed<Integer> changed = indexes.recording(
                workspace,
                () -> transactions.write(tx -> {
                    WorkspaceClocks.hold(tx.jdbc(), workspace);
                    Collection<String> ids = choice.in(tx);
                    if (ids.isEmpty()) {
                        return Changed.nothing(0, workspace);
                    }
                    MemoryRows.delete(tx.jdbc(), workspace, ids);
                    long clock = WorkspaceClocks.tick(tx.jdbc(), workspace, ids, reader.now());
                    List<IndexChange> removals = ids.stream()
                            .<IndexChange>map(IndexChange.Remove::new)
                            .toList();
                    return new Changed<>(ids.size(), workspace, clock, removals, spaces.keep(tx.jdbc()));
                }));
        if (changed.result() > 0) {
            deleted.run();
        }
        return changed.result();
    }
}
