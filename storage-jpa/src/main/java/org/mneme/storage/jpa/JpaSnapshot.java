package org.mneme.storage.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Read page after page in one transaction that sees one state of the database.
 *
 * <p>It takes no locks, but the database keeps what is replaced meanwhile; so it ends by itself after a time, between two
 * pages, whether its reader is still there or not.
 */
final class JpaSnapshot implements Snapshot {

    private static final Logger LOG = LoggerFactory.getLogger(JpaSnapshot.class);

    private final JpaTransactions transactions;
    private final Dialect dialect;
    private final MemoryReader reader;
    private final Query query;
    private final Runnable closed;
    private final Queue<Entry> page = new ArrayDeque<>();
    private Connection connection;
    private Optional<Listing.Position> last = Optional.empty();
    private boolean complete;
    private boolean expired;

    /**
     * What is read.
     *
     * @param now the moment of the snapshot, by which memories are visible or not
     */
    record Query(Scope scope, Filter filter, Order order, boolean withVectors, long now) {}

    /**
     * Make a snapshot.
     *
     * @param connection ended by it
     * @param closed told when it has given the connection back, once
     */
    JpaSnapshot(
            JpaTransactions transactions,
            Dialect dialect,
            MemoryReader reader,
            Query query,
            Connection connection,
            Runnable closed) {
        this.transactions = transactions;
        this.dialect = dialect;
        this.reader = reader;
        this.query = query;
        this.connection = connection;
        this.closed = closed;
    }

    /** Fix the state that is seen: the first statement does. */
    void begin() throws SQLException {
        dialect.beginSnapshot(connection);
        fill();
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !complete) {
            fill();
        }
        return !page.isEmpty();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the snapshot has been read");
        }
        return page.remove();
    }

    private synchronized void fill() {
        while (page.isEmpty() && !complete) {
            if (connection == null) {
                throw ended();
            }
            try {
                transactions.run(connection, this::read);
            } catch (Throwable e) {
                throw JpaErrors.translate(e);
            }
        }
    }

    private MemoryException ended() {
        return expired
                ? MemoryException.storageUnavailable("the export was read for longer than export-max-age", null)
                : MemoryException.defect("the snapshot is closed", null);
    }

    private Void read(Tx tx) throws SQLException {
        List<MemoryEntity> found =
                reader.page(tx.em(), query.scope(), query.filter(), query.order(), last, query.now());
        complete = found.size() < MemoryReader.PAGE;
        if (!complete) {
            last = Optional.of(MemoryReader.position(found.get(found.size() - 1)));
        }
        Optional<Space> space = query.withVectors() ? ActiveSpaces.read(tx.jdbc()) : Optional.empty();
        Map<String, List<float[]>> vectors = vectors(tx, found, space);
        for (MemoryEntity entity : found) {
            Memory memory = entity.toMemory();
            if (query.filter().test(memory)) {
                Optional<Embedding> embedding = Optional.ofNullable(vectors.get(entity.id))
                        .map(windows -> new Embedding(space.get().model(), windows));
                page.add(new Entry(memory, embedding));
            }
        }
        return null;
    }

    private Map<String, List<float[]>> vectors(Tx tx, List<MemoryEntity> found, Optional<Space> space)
            throws SQLException {
        if (space.isEmpty()) {
            return Map.of();
        }
        List<String> ids = found.stream().map(memory -> memory.id).toList();
        return MemoryRows.vectors(tx.jdbc(), query.scope().workspace(), space.get(), ids);
    }

    /** End it although it has not been read to its end. */
    synchronized void expire() {
        if (connection != null) {
            LOG.warn("An export was still being read after its longest time, and was ended");
            expired = true;
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (connection == null) {
            return;
        }
        page.clear();
        try (Connection ending = connection) {
            connection = null;
            ending.rollback();
            dialect.endSnapshot(ending);
            ending.commit();
        } catch (SQLException e) {
            LOG.debug("could not end a snapshot", e);
        } finally {
            closed.run();
        }
    }
}
