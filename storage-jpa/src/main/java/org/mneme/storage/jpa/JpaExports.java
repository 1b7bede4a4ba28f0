package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mneme.api.MemoryException;

/** Open snapshots: few at a time, each for a bounded time. */
final class JpaExports {

    private final JpaDatabase database;
    private final MemoryReader reader;
    private final ScheduledExecutorService background;
    private final JpaOptions options;
    private final Semaphore free = new Semaphore(Connections.EXPORTS, true);

    JpaExports(JpaDatabase database, MemoryReader reader, ScheduledExecutorService background, JpaOptions options) {
        this.database = database;
        this.reader = reader;
        this.background = background;
        this.options = options;
    }

    JpaSnapshot open(JpaSnapshot.Query query) {
        takeTurn();
        JpaSnapshot snapshot =
                new JpaSnapshot(database.transactions(), database.dialect(), reader, query, connect(), free::release);
        try {
            snapshot.begin();
        } catch (SQLException | RuntimeException e) {
            snapshot.close();
            throw JpaErrors.translate(e);
        }
        background.schedule(snapshot::expire, options.exportMaxAge().toMillis(), TimeUnit.MILLISECONDS);
        return snapshot;
    }

    private Connection connect() {
        try {
            Connection connection = database.connections().exports().getConnection();
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            free.release();
            throw JpaErrors.translate(e);
        }
    }

    private void takeTurn() {
        try {
            if (free.tryAcquire(options.connectionTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw MemoryException.unavailable(
                "storage_unavailable",
                "there are already " + Connections.EXPORTS + " exports being read",
                Duration.ofSeconds(30),
                null);
    }
}
