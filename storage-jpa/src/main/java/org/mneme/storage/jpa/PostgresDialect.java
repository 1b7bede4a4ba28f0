package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.mneme.api.MemoryException;

/** Speak to PostgreSQL, which several servers may share. */
final class PostgresDialect implements Dialect {

    /** Names our advisory lock among those of other applications: the first bytes of "mneme". */
    private static final long ACTIVE_SPACE = 0x6D6E656D65L;

    /** The C collation orders ids as Java does, on every server, and is the fastest. */
    @Override
    public Map<String, String> types() {
        return Map.of("text", "text collate \"C\"", "bytes", "bytea");
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void checkSafe(Connection connection) throws SQLException {
        require(connection, "fsync");
        require(connection, "full_page_writes");
        require(connection, "synchronous_commit");
    }

    private static void require(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show " + setting)) {
            answer.next();
            if (answer.getString(1).equals("off")) {
                throw MemoryException.invalid(
                        "url",
                        "this PostgreSQL loses acknowledged writes in a crash: " + setting + " is off; turn it on");
            }
        }
    }

    @Override
    public Disk disk(DataSource connections) {
        return new Disk() {
            @Override
            public void await() {
                // a commit returns when it is on disk
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    @Override
    public String skipLocked() {
        return " for update skip locked";
    }

    @Override
    public void beginSnapshot(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    @Override
    public void endSnapshot(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    @Override
    public void guardActiveSpace(Connection connection, boolean exclusively) throws SQLException {
        String lock = exclusively ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared";
        try (Statement statement = connection.createStatement()) {
            statement.execute("select " + lock + "(" + ACTIVE_SPACE + ")");
        }
    }
}
