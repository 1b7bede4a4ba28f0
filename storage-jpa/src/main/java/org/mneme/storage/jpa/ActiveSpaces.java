package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.EmbeddingSpaces.Space;

/**
 * Know the active model, and keep it from being changed while something is written by it.
 *
 * <p>A lock of this process holds off changes on this server, and the database's lock those of other servers. Without them,
 * a memory could be committed with vectors of one model just after another was found to be complete.
 */
final class ActiveSpaces {

    private final Dialect dialect;
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock(true);

    ActiveSpaces(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Do something while no call of this server changes the active model. */
    <T> T whileUnchanged(Supplier<T> action) {
        changing.readLock().lock();
        try {
            return action.get();
        } finally {
            changing.readLock().unlock();
        }
    }

    /** Do something while no other call of this server relies on the active model. */
    <T> T whileChanging(Supplier<T> action) {
        changing.writeLock().lock();
        try {
            return action.get();
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** Return the active model, which stays active until the transaction ends. */
    Optional<Space> keep(Connection connection) throws SQLException {
        dialect.guardActiveSpace(connection, false);
        return read(connection);
    }

    static Optional<Space> read(Connection connection) throws SQLException {
        List<Space> found = Sql.query(
                connection,
                "select model, dimension from active_space where id = ?",
                row -> new Space(row.getString(1), row.getInt(2)),
                ActiveSpaceEntity.ONLY);
        return found.stream().findFirst();
    }

    /** Check that an embedding is of the active model; the first one in a new store makes its model the active one. */
    static Space check(Connection connection, Optional<Space> active, Embedding embedding) throws SQLException {
        Space given = new Space(embedding.model(), embedding.dimension());
        checkNumbers(embedding);
        if (active.isEmpty()) {
            Sql.update(
                    connection,
                    "insert into active_space (id, model, dimension) values (?, ?, ?)",
                    ActiveSpaceEntity.ONLY,
                    given.model(),
                    given.dimension());
            return given;
        }
        if (!active.get().equals(given)) {
            throw mismatch(active.get(), given);
        }
        return given;
    }

    static MemoryException mismatch(Space active, Space given) {
        return MemoryException.conflict(
                "embedding_model_mismatch",
                "the active embedding model is " + describe(active) + ", not " + describe(given));
    }

    private static String describe(Space space) {
        return space.model() + " with " + space.dimension() + " dimensions";
    }

    /** A cosine with such a vector has no meaning, and an index would refuse it after the commit. */
    static void checkNumbers(Embedding embedding) {
        for (float[] window : embedding.windows()) {
            double square = 0;
            for (float component : window) {
                square += (double) component * component;
            }
            if (!(square > 0) || Double.isInfinite(square)) {
                throw MemoryException.defect("a vector of " + embedding.model() + " is zero or not finite", null);
            }
        }
    }
}
