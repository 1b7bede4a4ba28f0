package org.mneme.storage.jpa;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Run work in transactions: reads at {@code READ COMMITTED}, writes repeated when they collide, and acknowledged when they
 * are on disk.
 *
 * <p>Not to be nested: work that belongs together shares one {@link Tx}. Exceptions leave as {@link
 * org.mneme.api.MemoryException}: {@code UNAVAILABLE} if nothing was written, {@code OUTCOME_UNKNOWN} if that cannot be
 * known.
 */
final class JpaTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(JpaTransactions.class);
    private static final int ATTEMPTS = 12;
    private static final long LONGEST_PAUSE_MICROS = 20_000;

    private final DataSource connections;
    private final BoundDataSource bound;
    private final EntityManagerFactory entities;
    private final Durability durability;

    JpaTransactions(
            DataSource connections, BoundDataSource bound, EntityManagerFactory entities, Durability durability) {
        this.connections = connections;
        this.bound = bound;
        this.entities = entities;
        this.durability = durability;
    }

    /** Read; the work must not write. */
    <T> T read(Work<T> work) {
        try {
            // committed, because H2 forgets the statements it has parsed when a transaction is rolled back
            return once(work, Connection::commit);
        } catch (Throwable e) {
            throw JpaErrors.translate(e);
        }
    }

    /** Write, and return when it is on disk. The work is repeated from the start when it collides with another's. */
    <T> T write(Work<T> work) {
        T result = commit(work);
        awaitDisk();
        return result;
    }

    /** Return when everything that was committed before this call is on disk. */
    void awaitDisk() {
        try {
            durability.await();
        } catch (SQLException e) {
            throw JpaErrors.unknownOutcome(e);
        }
    }

    /** Write, and return when others see it; {@link #awaitDisk} must follow before anyone is told. */
    <T> T commit(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work, JpaTransactions::commit);
            } catch (Throwable e) {
                if (attempt == ATTEMPTS || !JpaErrors.worthRepeating(e)) {
                    throw JpaErrors.translate(e);
                }
                LOG.debug("a write collided with another and is run again", e);
                pause(attempt);
            }
        }
    }

    /** End a transaction so that what it did stays. */
    @FunctionalInterface
    private interface End {
        void commit(Connection connection) throws SQLException;
    }

    private <T> T once(Work<T> work, End end) throws SQLException {
        Connection connection = open();
        try {
            T result = run(connection, work);
            end.commit(connection);
            return result;
        } catch (Throwable e) {
            rollback(connection);
            if (JpaErrors.wasInterrupted(e)) {
                evict(connection);
            }
            throw e;
        } finally {
            close(connection);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (JpaErrors.worthRepeating(e)) {
                throw e;
            }
            throw JpaErrors.unknownOutcome(e);
        }
    }

    /** Work on a connection that somebody else opened and ends. */
    <T> T run(Connection connection, Work<T> work) throws SQLException {
        bound.bind(connection);
        try (Tx tx = new Tx(entities, connection)) {
            T result = work.in(tx);
            tx.finish();
            return result;
        } finally {
            bound.unbind();
        }
    }

    private Connection open() throws SQLException {
        Connection connection = connections.getConnection();
        if (connection.getAutoCommit()) {
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("could not roll back", e);
        }
    }

    /** Give a connection back; when that fails, what was committed stays committed. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("could not give a connection back", e);
        }
    }

    /** Never use a connection again whose work was cut off by an interrupt: H2 leaves its transaction half done. */
    private void evict(Connection connection) {
        if (connections instanceof HikariDataSource pool) {
            pool.evictConnection(connection);
        }
    }

    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MICROS, 200L << attempt);
        LockSupport.parkNanos(
                TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(most) + 1));
    }
}
