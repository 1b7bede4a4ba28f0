package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** Say in one database's words what databases say differently. */
interface Dialect {

    /** Return the type names the migrations leave open: {@code text} and {@code bytes}. */
    Map<String, String> types();

    /** Tell whether several servers may use the database at once. */
    boolean shared();

    /** Check that the database keeps what it commits, or can be told to. */
    void checkSafe(Connection connection) throws SQLException;

    /** Return how to know that a commit is on disk; closed with the storage. */
    Disk disk(DataSource connections) throws SQLException;

    /** Let every later statement of the connection's transaction see one state of the whole database. */
    void beginSnapshot(Connection connection) throws SQLException;

    /** Undo {@link #beginSnapshot}, after the transaction has ended. */
    void endSnapshot(Connection connection) throws SQLException;

    /**
     * Keep the active model from being changed until this transaction ends; many transactions may do so at once.
     *
     * @param exclusively to change it: waits for all who keep it, and keeps out new ones
     */
    void guardActiveSpace(Connection connection, boolean exclusively) throws SQLException;

    /**
     * Return what is put behind a query to lock its rows, passing over those that others have locked; empty where {@link
     * Turns} keep workers apart instead.
     */
    String skipLocked();

    /** A durability that holds a resource. */
    interface Disk extends Durability, AutoCloseable {
        @Override
        void close();
    }

    /** Return the dialect of a database. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> new H2Dialect();
            case "PostgreSQL" -> new PostgresDialect();
            default ->
                throw org.mneme.api.MemoryException.invalid(
                        "url", "the database must be H2 or PostgreSQL, this one is " + product);
        };
    }
}
