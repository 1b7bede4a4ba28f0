package org.mneme.storage.jpa;

import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.mneme.api.MemoryException;

/** Translate what a database or a JPA provider throws into what a caller can do about it. */
final class JpaErrors {

    private static final int H2_CONCURRENT_UPDATE = 90131;
    private static final int H2_LOCK_TIMEOUT = 50200;
    private static final int H2_DATABASE_CLOSED = 90098;
    private static final int H2_OBJECT_CLOSED = 90007;
    private static final int H2_SHUT_DOWN = 90121;
    private static final int H2_IO = 90031;
    private static final int H2_IO_OF_FILE = 90028;

    private JpaErrors() {}

    /** Tell whether the same transaction may succeed if it is run again. */
    static boolean worthRepeating(Throwable thrown) {
        return sql(thrown).filter(JpaErrors::isCollision).isPresent();
    }

    private static boolean isCollision(SQLException e) {
        String state = state(e);
        // 23505: someone has just inserted the same key, which the next run will see
        return state.startsWith("40")
                || state.equals("23505")
                || state.equals("55P03")
                || e.getErrorCode() == H2_CONCURRENT_UPDATE
                || e.getErrorCode() == H2_LOCK_TIMEOUT;
    }

    /** Translate a failure before which nothing was committed. Failures that are not the database's stay what they are. */
    static RuntimeException translate(Throwable thrown) {
        if (thrown instanceof MemoryException known) {
            return known;
        }
        Optional<SQLException> sql = sql(thrown);
        if (sql.isPresent()) {
            return ofSql(sql.get());
        }
        if (thrown instanceof UncheckedIOException) {
            return MemoryException.storageUnavailable("the index files cannot be read or written", thrown);
        }
        if (thrown instanceof jakarta.persistence.PersistenceException) {
            return MemoryException.defect("the JPA provider failed: " + thrown.getMessage(), thrown);
        }
        if (thrown instanceof RuntimeException other) {
            return other;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return MemoryException.defect("the storage failed: " + thrown.getMessage(), thrown);
    }

    /** Translate a failure after which a commit may or may not have happened. */
    static MemoryException unknownOutcome(Throwable thrown) {
        return MemoryException.outcomeUnknown("the database failed while it was saving", thrown);
    }

    private static MemoryException ofSql(SQLException e) {
        String state = state(e);
        if (state.equals("22021") || state.equals("22P05")) {
            return MemoryException.invalid("content", "text must not contain the character U+0000");
        }
        if (state.equals("22001") || state.equals("54000")) {
            return MemoryException.tooLarge("too_large", "content", "a value is longer than the database takes");
        }
        if (isCollision(e)) {
            return MemoryException.storageUnavailable("too many writes to the same place at once", e);
        }
        return isAway(e, state)
                ? MemoryException.storageUnavailable("the database cannot be reached or cannot work", e)
                : MemoryException.defect("the database refused a statement: " + e.getMessage(), e);
    }

    private static boolean isAway(SQLException e, String state) {
        boolean stateSays = state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
        return stateSays
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || switch (e.getErrorCode()) {
                    case H2_DATABASE_CLOSED, H2_OBJECT_CLOSED, H2_SHUT_DOWN, H2_IO, H2_IO_OF_FILE -> true;
                    default -> false;
                };
    }

    /** Tell whether an interrupt of the thread is behind a failure. */
    static boolean wasInterrupted(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    private static Optional<SQLException> sql(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
