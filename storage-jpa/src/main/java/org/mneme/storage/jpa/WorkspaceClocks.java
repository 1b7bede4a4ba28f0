package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Count the transactions that change a workspace's memories, and note what each changed.
 *
 * <p>Whoever ticks a clock holds its row until the transaction ends, so clock values are in commit order and dense: who has
 * seen a value finds everything up to it. A sequence would be neither.
 */
final class WorkspaceClocks {

    private WorkspaceClocks() {}

    /**
     * Where a workspace's clock stands.
     *
     * @param now the last committed tick
     * @param pruned up to which tick the changes are forgotten
     */
    record Reading(long now, long pruned) {}

    /** Keep everyone else from ticking until the transaction ends, and return the last tick. */
    static long hold(Connection connection, String workspace) throws SQLException {
        List<Long> found = Sql.query(
                connection,
                "select clock from workspace_clock where workspace = ? for update",
                row -> row.getLong(1),
                workspace);
        if (found.isEmpty()) {
            begin(connection, workspace, 0);
            return 0;
        }
        return found.get(0);
    }

    /** Tick, and note which memories this transaction writes or removes. Call it late: others wait from here on. */
    static long tick(Connection connection, String workspace, Collection<String> memories, long now)
            throws SQLException {
        long clock = advance(connection, workspace);
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into change_log (workspace, clock, memory_id, changed_at) values (?, ?, ?, ?)")) {
            for (String memory : memories) {
                Sql.bind(statement, workspace, clock, memory, now);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return clock;
    }

    private static long advance(Connection connection, String workspace) throws SQLException {
        int advanced =
                Sql.update(connection, "update workspace_clock set clock = clock + 1 where workspace = ?", workspace);
        if (advanced == 0) {
            begin(connection, workspace, 1);
            return 1;
        }
        return read(connection, workspace).now();
    }

    private static void begin(Connection connection, String workspace, long clock) throws SQLException {
        Sql.update(
                connection,
                "insert into workspace_clock (workspace, clock, pruned) values (?, ?, 0)",
                workspace,
                clock);
    }

    static Reading read(Connection connection, String workspace) throws SQLException {
        List<Reading> found = Sql.query(
                connection,
                "select clock, pruned from workspace_clock where workspace = ?",
                row -> new Reading(row.getLong(1), row.getLong(2)),
                workspace);
        return found.isEmpty() ? new Reading(0, 0) : found.get(0);
    }

    static Map<String, Reading> readAll(Connection connection) throws SQLException {
        Map<String, Reading> readings = new HashMap<>();
        Sql.query(
                connection,
                "select workspace, clock, pruned from workspace_clock",
                row -> readings.put(row.getString(1), new Reading(row.getLong(2), row.getLong(3))));
        return readings;
    }

    /** Return the tick up to which about {@code size} changes happened after another; at least one tick further. */
    static long lastOfPage(Connection connection, String workspace, long after, long until, int size)
            throws SQLException {
        List<Long> beyond = Sql.query(
                connection,
                "select clock from change_log where workspace = ? and clock > ? and clock <= ?"
                        + " order by workspace, clock limit 1 offset " + size,
                row -> row.getLong(1),
                workspace,
                after,
                until);
        return beyond.isEmpty() ? until : Math.max(after + 1, beyond.get(0) - 1);
    }

    /** Return the memories changed by the ticks in {@code (after, until]}. */
    static SortedMap<Long, Set<String>> changes(Connection connection, String workspace, long after, long until)
            throws SQLException {
        SortedMap<Long, Set<String>> changes = new TreeMap<>();
        Sql.query(
                connection,
                "select clock, memory_id from change_log where workspace = ? and clock > ? and clock <= ?",
                row -> changes.computeIfAbsent(row.getLong(1), clock -> new TreeSet<>())
                        .add(row.getString(2)),
                workspace,
                after,
                until);
        return changes;
    }

    /** Forget changes from before a time, at most {@code limit} of them, and return how many. */
    static int prune(Connection connection, long before, int limit) throws SQLException {
        Map<String, Long> last = new TreeMap<>();
        List<Object[]> old = Sql.query(
                connection,
                "select workspace, clock from change_log where changed_at < ? order by changed_at limit " + limit,
                row -> new Object[] {row.getString(1), row.getLong(2)},
                before);
        old.forEach(change -> last.merge((String) change[0], (Long) change[1], Math::max));
        int forgotten = 0;
        for (Map.Entry<String, Long> entry : last.entrySet()) {
            Sql.update(
                    connection,
                    "update workspace_clock set pruned = ? where workspace = ? and pruned < ?",
                    entry.getValue(),
                    entry.getKey(),
                    entry.getValue());
            forgotten += Sql.update(
                    connection,
                    "delete from change_log where workspace = ? and clock <= ?",
                    entry.getKey(),
                    entry.getValue());
        }
        return forgotten;
    }
}
