package org.mneme.storage.jpa;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mneme.api.MemoryException;

/**
 * Hold an open database: checked, with its tables up to date.
 *
 * @param connections for what goes around JPA: snapshots and checks
 * @param dialect what this database says differently
 * @param transactions for everything else
 * @param disk says when what was committed is on disk
 * @param id given to the database when its tables were made, so that an index knows it again
 */
record JpaDatabase(
        Connections connections,
        Dialect dialect,
        JpaTransactions transactions,
        EntityManagerFactory entities,
        Dialect.Disk disk,
        String id)
        implements AutoCloseable {

    private static final String DATABASE_ID = "database-id";

    static JpaDatabase open(JpaOptions options, Path dataDirectory) {
        Connections connections = Connections.open(options, dataDirectory);
        Dialect.Disk disk = null;
        try {
            Dialect dialect = check(connections);
            disk = dialect.disk(connections.work());
            JpaSchema.migrate(connections.work(), dialect);
            BoundDataSource bound = new BoundDataSource(connections.work());
            EntityManagerFactory entities = Persistence.createEntityManagerFactory(
                    "mneme", Map.of("jakarta.persistence.nonJtaDataSource", bound));
            JpaTransactions transactions = new JpaTransactions(connections.work(), bound, entities, disk);
            return new JpaDatabase(
                    connections, dialect, transactions, entities, disk, transactions.write(JpaDatabase::id));
        } catch (SQLException | RuntimeException e) {
            if (disk != null) {
                disk.close();
            }
            connections.close();
            throw unavailable(e);
        }
    }

    private static Dialect check(Connections connections) throws SQLException {
        try (Connection connection = connections.work().getConnection()) {
            Dialect dialect = Dialect.of(connection);
            dialect.checkSafe(connection);
            connection.rollback();
            return dialect;
        }
    }

    private static String id(Tx tx) throws SQLException {
        List<String> known = Sql.query(
                tx.jdbc(), "select setting from store_setting where name = ?", row -> row.getString(1), DATABASE_ID);
        if (!known.isEmpty()) {
            return known.get(0);
        }
        String id = UUID.randomUUID().toString();
        Sql.update(tx.jdbc(), "insert into store_setting (name, setting) values (?, ?)", DATABASE_ID, id);
        return id;
    }

    /** A database that cannot be opened is away, unless its configuration is known to be wrong. */
    private static MemoryException unavailable(Exception e) {
        return JpaErrors.translate(e) instanceof MemoryException known
                        && (known.kind() == MemoryException.Kind.INVALID
                                || known.kind() == MemoryException.Kind.UNAVAILABLE)
                ? known
                : MemoryException.storageUnavailable("the database cannot be opened: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        entities.close();
        disk.close();
        connections.close();
    }
}
