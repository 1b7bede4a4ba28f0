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

    /** The most values one statement takes at once; more are sent in several. */
    private static final int MOST_VALUES = 1_000;

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
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
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
     * Run a query for many ids; its text ends in {@code in} and the list is put behind it.
     *
     * @param values bound before the ids
     */
    static <T> List<T> queryIn(
            Connection connection, String sql, Collection<String> ids, RowReader<T> reader, Object... values)
            throws SQLException {
        List<T> read = new ArrayList<>(ids.size());
        for (List<String> part : parts(ids)) {
            read.addAll(query(connection, sql + list(part.size()), reader, joined(values, part)));
        }
        return read;
    }

    /** As {@link #queryIn}, to change rows. */
    static int updateIn(Connection connection, String sql, Collection<String> ids, Object... values)
            throws SQLException {
        int changed = 0;
        for (List<String> part : parts(ids)) {
            changed += update(connection, sql + list(part.size()), joined(values, part));
        }
        return changed;
    }

    /** Split ids into lists of few different lengths, so that databases know the statements again. */
    private static List<List<String>> parts(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_VALUES) {
            parts.add(padded(all.subList(from, Math.min(all.size(), from + MOST_VALUES))));
        }
        return parts;
    }

    private static List<String> padded(List<String> ids) {
        int size = 1;
        while (size < ids.size()) {
            size = Math.min(MOST_VALUES, size * 4);
        }
        List<String> padded = new ArrayList<>(ids);
        while (padded.size() < size) {
            padded.add(ids.get(0));
        }
        return padded;
    }

    private static String list(int size) {
        return " (" + "?,".repeat(size - 1) + "?)";
    }

    private static Object[] joined(Object[] values, List<String> ids) {
        List<Object> joined = new ArrayList<>(List.of(values));
        joined.addAll(ids);
        return joined.toArray();
    }

    static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
