package org.mneme.storage.jpa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mneme.api.ContentHash;
import org.mneme.api.MemoryException;
import org.mneme.index.DerivedIndex;
import org.mneme.index.FlatVectorIndex;
import org.mneme.index.LuceneTextIndex;
import org.mneme.index.VectorIndex;
import org.mneme.index.VectorIndexIdentity;
import org.mneme.index.VectorIndexOptions;
import org.mneme.spi.storage.EmbeddingSpaces.Space;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keep the two indexes in step with the database.
 *
 * <p>A writer applies its own changes when they are on disk, before its call returns. What it could not apply, and what
 * another server wrote, is read from the change log up to a tick of the workspace's clock. Nothing is applied before it is
 * on disk, so that an index file never knows more than the database does after a crash.
 *
 * <p>Locks, in this order: a connection, a workspace's catch-up, the exchange of an index. Whoever uses the indexes shares
 * the last; a rebuild or a change of model has it alone.
 */
final class JpaIndexes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JpaIndexes.class);

    /** What the index's default number of candidates was measured with. */
    private static final int USUAL_DIMENSION = 384;

    private final Path directory;
    private final String databaseId;
    private final IndexFiller filler;
    private final boolean shared;
    private final ReentrantReadWriteLock exchanging = new ReentrantReadWriteLock();
    private final Lock[] catchingUp =
            Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);
    private final Set<String> behind = ConcurrentHashMap.newKeySet();
    private volatile LiveIndexes live;

    private JpaIndexes(Path directory, String databaseId, IndexFiller filler, boolean shared) {
        this.directory = directory;
        this.databaseId = databaseId;
        this.filler = filler;
        this.shared = shared;
    }

    /**
     * Open the indexes, rebuild what cannot be used, and catch up with everything that was committed.
     *
     * @param shared whether other servers write to the same database
     */
    static JpaIndexes open(Connection connection, Path directory, String databaseId, Durability disk, boolean shared)
            throws SQLException {
        JpaIndexes indexes = new JpaIndexes(directory, databaseId, new IndexFiller(disk), shared);
        Optional<Space> space = ActiveSpaces.read(connection);
        indexes.live = new LiveIndexes(LuceneTextIndex.open(directory.resolve("text"), databaseId), Optional.empty());
        try {
            if (space.isPresent()) {
                indexes.live = new LiveIndexes(indexes.live.text(), Optional.of(indexes.openVectors(space.get())));
            }
            indexes.repair(connection, indexes.live);
            return indexes;
        } catch (SQLException | RuntimeException e) {
            indexes.close();
            throw e;
        }
    }

    private LiveIndexes.Vectors openVectors(Space space) {
        VectorIndex index = FlatVectorIndex.open(
                directoryOf(space),
                new VectorIndexIdentity(databaseId, space.model(), space.dimension()),
                options(space.dimension()));
        return new LiveIndexes.Vectors(space, index);
    }

    /** A code has a bit for each dimension: shorter vectors are told apart less well by it, so more are compared. */
    private static VectorIndexOptions options(int dimension) {
        VectorIndexOptions usual = VectorIndexOptions.DEFAULT;
        double shortness = Math.max(1, (double) USUAL_DIMENSION / dimension);
        return new VectorIndexOptions((int) (usual.candidates() * shortness * shortness), usual.deadShare());
    }

    private Path directoryOf(Space space) {
        String name = space.model().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String hash = ContentHash.of(space.model()).substring(0, 8);
        return directory.resolve(
                "vectors-" + name.substring(0, Math.min(40, name.length())) + "-" + space.dimension() + "-" + hash);
    }

    /** Rebuild the indexes that are unusable, too old for the change log or of a later state, and catch the rest up. */
    private void repair(Connection connection, LiveIndexes indexes) throws SQLException {
        Map<String, WorkspaceClocks.Reading> clocks = WorkspaceClocks.readAll(connection);
        List<DerivedIndex> unusable = new ArrayList<>();
        for (DerivedIndex index : indexes.all()) {
            String reason = unusable(index, clocks);
            if (!reason.isEmpty()) {
                if (!clocks.isEmpty()) {
                    // else the store is new, and nothing is made again
                    LOG.info("{} has to be rebuilt: {}", index.getClass().getSimpleName(), reason);
                }
                unusable.add(index);
            }
        }
        filler.rebuild(connection, unusable, indexes.space());
        for (Map.Entry<String, WorkspaceClocks.Reading> entry :
                WorkspaceClocks.readAll(connection).entrySet()) {
            fill(connection, indexes, entry.getKey(), entry.getValue().now());
        }
    }

    private static String unusable(DerivedIndex index, Map<String, WorkspaceClocks.Reading> clocks) {
        if (index.needsRebuild()) {
            return index.rebuildReason();
        }
        for (Map.Entry<String, Long> applied : index.appliedClocks().entrySet()) {
            WorkspaceClocks.Reading reading = clocks.get(applied.getKey());
            if (reading == null || applied.getValue() > reading.now()) {
                return "it knows more of workspace " + applied.getKey() + " than the database, which was restored";
            }
        }
        for (Map.Entry<String, WorkspaceClocks.Reading> reading : clocks.entrySet()) {
            if (index.appliedClock(reading.getKey()) < reading.getValue().pruned()) {
                return "it was away for longer than changes are kept";
            }
        }
        return "";
    }

    private void fill(Connection connection, LiveIndexes indexes, String workspace, long until) throws SQLException {
        long applied = indexes.applied(workspace);
        if (applied < until) {
            filler.catchUp(connection, indexes.all(), indexes.space(), workspace, applied, until);
        }
    }

    /** Use the indexes; they are not closed meanwhile. */
    <T> T use(Function<LiveIndexes, T> action) {
        exchanging.readLock().lock();
        try {
            return action.apply(live);
        } finally {
            exchanging.readLock().unlock();
        }
    }

    /** Take over what a transaction did that is on disk now. A failure is left to the next search. */
    private void apply(Changed<?> changed) {
        if (changed.clock() == 0) {
            return;
        }
        try {
            boolean fits = use(indexes -> {
                if (!indexes.space().equals(changed.space())) {
                    return false;
                }
                indexes.all().forEach(index -> index.apply(changed.workspace(), changed.clock(), changed.changes()));
                return true;
            });
            if (!fits) {
                // the model has just been activated, by this transaction or by somebody else
                markBehind(changed.workspace());
            }
        } catch (RuntimeException e) {
            LOG.warn("The indexes could not take over a change; the next search will do so", e);
            markBehind(changed.workspace());
        }
    }

    /** Run a transaction of a workspace, and take over what it did once it is on disk. */
    <T> Changed<T> recording(String workspace, Supplier<Changed<T>> transaction) {
        try {
            Changed<T> changed = transaction.get();
            apply(changed);
            return changed;
        } catch (MemoryException e) {
            if (e.kind() == MemoryException.Kind.OUTCOME_UNKNOWN) {
                markBehind(workspace);
            }
            throw e;
        }
    }

    /** Remember that the indexes may lack something of a workspace that was committed. */
    void markBehind(String workspace) {
        behind.add(workspace);
    }

    /** Bring the indexes to the present tick of a workspace, if anything may be missing. */
    void see(Connection connection, String workspace) throws SQLException {
        if (shared || behind.contains(workspace)) {
            follow(connection, workspace);
        }
    }

    /** Bring the indexes to the active model and to the present tick of a workspace. */
    void follow(Connection connection, String workspace) throws SQLException {
        require(connection, ActiveSpaces.read(connection));
        boolean wasBehind = behind.remove(workspace);
        try {
            catchUp(
                    connection,
                    workspace,
                    WorkspaceClocks.read(connection, workspace).now());
        } catch (SQLException | RuntimeException e) {
            if (wasBehind) {
                markBehind(workspace);
            }
            throw e;
        }
    }

    /** Bring the indexes to the active model and to the present tick of every workspace. */
    void followAll(Connection connection) throws SQLException {
        require(connection, ActiveSpaces.read(connection));
        for (Map.Entry<String, WorkspaceClocks.Reading> entry :
                WorkspaceClocks.readAll(connection).entrySet()) {
            catchUp(connection, entry.getKey(), entry.getValue().now());
        }
    }

    /** Bring the indexes to a committed tick of a workspace. */
    void catchUp(Connection connection, String workspace, long until) throws SQLException {
        if (use(indexes -> indexes.applied(workspace)) >= until) {
            return;
        }
        Lock lock = catchingUp[Math.floorMod(workspace.hashCode(), catchingUp.length)];
        lock.lock();
        try {
            if (WorkspaceClocks.read(connection, workspace).pruned() > use(indexes -> indexes.applied(workspace))) {
                exchange(connection, live.space());
                return;
            }
            exchanging.readLock().lock();
            try {
                fill(connection, live, workspace, until);
            } finally {
                exchanging.readLock().unlock();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Search by the vectors of the active model from now on. */
    void require(Connection connection, Optional<Space> active) throws SQLException {
        if (!live.space().equals(active)) {
            exchange(connection, active);
        }
    }

    /** Open the vector index of a model if it is another, and repair what there is; everyone else waits. */
    private void exchange(Connection connection, Optional<Space> active) throws SQLException {
        exchanging.writeLock().lock();
        try {
            if (!live.space().equals(active)) {
                Optional<LiveIndexes.Vectors> former = live.vectors();
                live = new LiveIndexes(live.text(), Optional.empty());
                former.ifPresent(this::discard);
                live = new LiveIndexes(live.text(), active.map(this::openVectors));
            }
            repair(connection, live);
        } finally {
            exchanging.writeLock().unlock();
        }
    }

    /** Its vectors stay in the database, from which it can be made again. */
    private void discard(LiveIndexes.Vectors former) {
        try {
            former.index().close();
            deleteTree(directoryOf(former.space()));
        } catch (IOException e) {
            LOG.warn("The index of {} could not be removed", former.space().model(), e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Make durable what was applied. */
    void flush() {
        use(indexes -> {
            indexes.all().forEach(DerivedIndex::flush);
            return null;
        });
    }

    /** Compact what is worth it. */
    void maintain() {
        use(indexes -> {
            indexes.all().forEach(DerivedIndex::maintain);
            return null;
        });
    }

    /** Leave nothing of removed memories in the files. */
    void erase() {
        use(indexes -> {
            indexes.all().forEach(DerivedIndex::erase);
            return null;
        });
    }

    @Override
    public void close() {
        exchanging.writeLock().lock();
        try {
            live.all().forEach(DerivedIndex::close);
        } finally {
            exchanging.writeLock().unlock();
        }
    }
}
