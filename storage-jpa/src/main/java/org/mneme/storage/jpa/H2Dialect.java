package org.mneme.storage.jpa;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speak to H2, whose file belongs to this process alone. */
final class H2Dialect implements Dialect {

    private static final Logger LOG = LoggerFactory.getLogger(H2Dialect.class);

    @Override
    public Map<String, String> types() {
        return Map.of("text", "varchar", "bytes", "varbinary");
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public void checkSafe(Connection connection) throws SQLException {
        // fails unless the user may write checkpoints, which every acknowledged write needs
        try (Statement statement = connection.createStatement()) {
            statement.execute("checkpoint sync");
        }
    }

    /** H2 answers a commit before it is on disk, whatever its write delay is. A checkpoint is on disk when it returns. */
    @Override
    public Disk disk(DataSource connections) throws SQLException {
        return new Checkpoints(connections.getConnection(), connections instanceof HikariDataSource);
    }

    /** H2 would lock every row it looks at, however few are asked for. */
    @Override
    public String skipLocked() {
        return "";
    }

    @Override
    public void beginSnapshot(Connection connection) throws SQLException {
        isolation(connection, "snapshot");
    }

    @Override
    public void endSnapshot(Connection connection) throws SQLException {
        isolation(connection, "read committed");
    }

    private static void isolation(Connection connection, String level) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set session characteristics as transaction isolation level " + level);
        }
    }

    /** Nothing to do: the process-wide lock of {@link ActiveSpaces} is enough where there is one process. */
    @Override
    public void guardActiveSpace(Connection connection, boolean exclusively) {
        // see above
    }

    /** Write checkpoints on a connection of their own, which also keeps the database open while the pool is empty. */
    private static final class Checkpoints implements Disk {

        private final Connection connection;
        private final boolean ours;
        private final GroupCommit group;

        /**
         * Write checkpoints.
         *
         * @param ours whether nobody else uses the database, so that it is shut down with us
         */
        Checkpoints(Connection connection, boolean ours) throws SQLException {
            this.connection = connection;
            this.ours = ours;
            this.group = new GroupCommit(this::checkpoint);
            connection.setAutoCommit(true);
        }

        private void checkpoint() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }

        @Override
        public void await() throws SQLException {
            group.await();
        }

        private void shutDown() {
            try (Statement statement = connection.createStatement()) {
                statement.execute("shutdown immediately");
            } catch (SQLException e) {
                LOG.debug("the database was shut down", e);
            }
        }

        /**
         * Leave the file as a killed process would: everything that was acknowledged is on disk.
         *
         * <p>When H2 closes a file in its own way it drops unused chunks at once, and may do so while another thread still
         * counts them: the file then cannot be opened again ("Double mark", h2database issue 4387). Opening one that was
         * not closed is what a crash needs anyway.
         */
        @Override
        public void close() {
            if (ours) {
                shutDown();
            }
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("could not close the checkpoint connection", e);
            }
        }
    }
}
