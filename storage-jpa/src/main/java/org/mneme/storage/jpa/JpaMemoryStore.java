package org.mneme.storage.jpa;

import java.util.List;
import java.util.Optional;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Written;

/** Keep memories: each call in its transaction, and the indexes told before a write returns. */
final class JpaMemoryStore implements MemoryStore {

    private final JpaTransactions transactions;
    private final ActiveSpaces spaces;
    private final JpaIndexes indexes;
    private final MemoryReader reader;
    private final MemoryWriter writer;
    private final MemorySearch search;
    private final MemoryEraser eraser;
    private final JpaExports exports;

    JpaMemoryStore(
            JpaDatabase database,
            ActiveSpaces spaces,
            JpaIndexes indexes,
            MemoryReader reader,
            MemoryEraser eraser,
            JpaExports exports) {
        this.transactions = database.transactions();
        this.spaces = spaces;
        this.indexes = indexes;
        this.reader = reader;
        this.writer = new MemoryWriter(spaces, new Neighbourhood(indexes, reader), reader);
        this.search = new MemorySearch(indexes, reader);
        this.eraser = eraser;
        this.exports = exports;
    }

    @Override
    public List<Written> write(Scope scope, List<MemoryWrite> writes) {
        String workspace = scope.workspace();
        for (MemoryWrite write : writes) {
            String belongsTo = write.memory().scope().workspace();
            if (!belongsTo.equals(workspace)) {
                throw new IllegalArgumentException("a memory of " + belongsTo + " is not written to " + workspace);
            }
        }
        return spaces.whileUnchanged(() -> indexes.recording(
                        workspace, () -> transactions.write(tx -> writer.write(tx, workspace, writes))))
                .result();
    }

    @Override
    public Optional<Memory> update(Scope scope, MemoryUpdate update) {
        return spaces.whileUnchanged(() -> indexes.recording(
                        scope.workspace(), () -> transactions.write(tx -> writer.update(tx, scope, update))))
                .result();
    }

    @Override
    public Optional<Memory> get(Scope scope, String id) {
        return transactions.read(tx -> reader.get(tx.em(), scope, id).map(MemoryEntity::toMemory));
    }

    @Override
    public MemoryPage list(Scope scope, Listing listing) {
        return transactions.read(tx -> reader.list(tx, scope, listing));
    }

    @Override
    public long count(Scope scope, Filter filter) {
        return transactions.read(tx -> reader.count(tx, scope, filter));
    }

    @Override
    public Hits search(Scope scope, Search asked) {
        return transactions.read(tx -> search.search(tx, scope, asked));
    }

    @Override
    public Snapshot export(Scope scope, Filter filter, Order order, boolean withVectors) {
        return exports.open(new JpaSnapshot.Query(scope, filter, order, withVectors, reader.now()));
    }

    @Override
    public List<Memory> versions(Scope scope, String id) {
        return transactions.read(tx -> reader.versions(tx.em(), scope, id));
    }

    @Override
    public boolean delete(Scope scope, String id) {
        return eraser.delete(scope, id);
    }

    @Override
    public long deleteAll(Scope scope, Filter filter) {
        return eraser.deleteAll(scope, filter);
    }

    @Override
    public int deleteExpired(int limit) {
        return eraser.deleteExpired(limit);
    }
}
