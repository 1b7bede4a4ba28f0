package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Run SQL that both databases understand, for what is asked too often for JPA. */
final class Sql {

    private Sql() {}

    /** Read one row of a result. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Return the rows of a query, in order. */
    static <T> List<T> query(Connection connection, String sql, RowReader<T> reader, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return read(statement, reader);
        }
    }

    private static <T> List<T> read(PreparedStatement statement, RowReader<T> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }

    /** Change rows, and return how many. */
    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /**
     * Run a query for many ids; its text joins {@code unnest(?) as wanted (id)}, so that each id is looked up by an index.
     *
     * <p>A condition {@code id in (…)} would not do: H2 reads a whole workspace for it.
     *
     * @param values bound behind the ids
     */
    static <T> List<T> queryEach(
            Connection connection, String sql, Collection<String> ids, RowReader<T> reader, Object... values)
            throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("varchar", ids.toArray()));
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 2, values[i]);
            }
            return read(statement, reader);
        }
    }

    /**
     * Change the rows of many ids; the id is the last value of the statement.
     *
     * @param values bound before the id
     */
    static void updateEach(Connection connection, String sql, Collection<String> ids, Object... values)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String id : ids) {
                bind(statement, values);
                statement.setString(values.length + 1, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Return a number that may be null. */
    static Long longOrNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
