package org.mneme.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.function.Function;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Find vectors by scanning 1-bit codes, then comparing the best candidates exactly.
 *
 * <p>Filters, removals and replacements are bitmaps over the scanned vectors: exact and at once, and a narrow filter makes a
 * search cheaper, not worse. Codes are on the heap (48 bytes a vector of 384 dimensions, about 250 with ids and
 * attributes), the floats in a mapped file. Scopes of no more vectors than candidates are compared exactly.
 *
 * <p>Searches take no lock but a moment's read lock on their workspace, and wait for nothing: not for writers, not for a
 * flush, not for a compaction. A flush also erases the vectors, ids and terms of what was removed before it.
 */
public final class FlatVectorIndex implements VectorIndex {

    /** A compaction is not worth while for fewer dead vectors. */
    private static final int MIN_DEAD = 256;

    /** Removals and clocks accumulate in the log; from so many bytes on they are worth a compaction. */
    private static final long MAX_OVERHEAD = 64 << 20;

    /** By how much an index has grown when its recall is checked again. */
    private static final double GROWTH = 1.5;

    /** At least so many candidates are compared for each hit wanted. */
    private static final int CANDIDATES_PER_HIT = 10;

    private final Path directory;
    private final VectorIndexIdentity identity;
    private final VectorIndexOptions options;
    private final DirectoryLock lock;
    private final AppliedClocks clocks = new AppliedClocks();
    private final Grace grace = new Grace();

    /** Held for each change; maintenance takes it in small steps. */
    private final Object writing = new Object();

    private final Steps steps = new Steps(writing);

    /** Held while committing, erasing, compacting and exchanging generations; taken before {@link #writing}. */
    private final Object maintenance = new Object();

    private volatile Generation generation;
    private volatile String rebuildReason;
    private volatile int candidates;
    private volatile boolean rebuilding;
    private volatile boolean closed;
    private VectorCommit lastCommit;
    private int checkedAt;

    private FlatVectorIndex(
            Path directory, VectorIndexIdentity identity, VectorIndexOptions options, DirectoryLock lock) {
        this.directory = directory;
        this.identity = identity;
        this.options = options;
        this.lock = lock;
        this.candidates = options.candidates();
    }

    /**
     * Open the index in a directory, or make an empty one that needs a rebuild.
     *
     * <p>All vectors are compared with their checksums: a million of 384 dimensions takes a few seconds.
     *
     * @param directory of its own, made if missing
     * @throws IllegalStateException if another instance has it open
     */
    public static FlatVectorIndex open(Path directory, VectorIndexIdentity identity, VectorIndexOptions options) {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(options, "options");
        try {
            FlatVectorIndex index = new FlatVectorIndex(directory, identity, options, DirectoryLock.take(directory));
            try {
                index.load();
                return index;
            } catch (IOException | RuntimeException e) {
                index.release();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load() throws IOException {
        rebuildReason = tryToLoad();
        if (generation == null) {
            IndexFiles.keepOnly(directory, Set.of());
            return;
        }
        IndexFiles.keepOnly(directory, Set.of(lastCommit.vectorFile(directory), lastCommit.logFile(directory)));
        clocks.reset(generation.loggedClocks());
        candidates = Math.max(options.candidates(), lastCommit.candidates());
        // what was removed before the last commit, but not yet erased
        flush();
    }

    private String tryToLoad() {
        if (!VectorCommit.exists(directory)) {
            return "there is no index yet";
        }
        try {
            VectorCommit commit = VectorCommit.read(directory);
            if (!commit.identity().equals(identity)) {
                return "it belongs to " + commit.identity();
            }
            generation = Generation.load(directory, commit);
            lastCommit = commit;
            return "";
        } catch (IOException | RuntimeException e) {
            return "it is damaged: " + e.getMessage();
        }
    }

    @Override
    public boolean needsRebuild() {
        return !rebuildReason.isEmpty();
    }

    @Override
    public String rebuildReason() {
        return rebuildReason;
    }

    @Override
    public long appliedClock(String workspace) {
        return clocks.applied(workspace);
    }

    @Override
    public Map<String, Long> appliedClocks() {
        return clocks.applied();
    }

    // --- changes

    @Override
    public void apply(String workspace, long clock, List<? extends IndexChange> changes) {
        ChangeChecks.check(workspace, clock, changes);
        List<IndexChange> sound = changes.stream().map(this::withUnitVectors).toList();
        synchronized (writing) {
            Generation current = ready();
            if (rebuilding) {
                throw new IllegalStateException("the vector index is being rebuilt");
            }
            if (clocks.isApplied(workspace, clock)) {
                return;
            }
            sound.stream()
                    .filter(change -> !clocks.isSuperseded(workspace, change.id(), clock))
                    .forEach(change -> run(() -> apply(current, workspace, change)));
            clocks.mark(workspace, clock, sound.stream().map(IndexChange::id).toList());
        }
    }

    private IndexChange withUnitVectors(IndexChange change) {
        if (!(change instanceof IndexChange.Put put)) {
            return change;
        }
        List<float[]> unit = put.vectors().stream()
                .map(vector -> VectorMath.unit(vector, identity.dimension()))
                .toList();
        return new IndexChange.Put(put.memory(), "", unit);
    }

    private static void apply(Generation current, String workspace, IndexChange change) throws IOException {
        if (change instanceof IndexChange.Put put && !put.vectors().isEmpty()) {
            current.put(put.memory(), put.vectors(), true);
            return;
        }
        current.remove(workspace, change.id());
    }

    @Override
    public void advance(String workspace, long clock) {
        ready();
        clocks.advance(workspace, clock);
    }

    // --- searches

    @Override
    public List<IndexHit> search(float[] vector, IndexQuery query) {
        float[] unit = VectorMath.unit(vector, identity.dimension());
        return reading(current -> {
            Partition partition = current.partition(query.workspace());
            if (partition == null) {
                return List.of();
            }
            RoaringBitmap scope = partition.scope(query.filter(), query.now());
            return best(current, unit, scope, query.limit()).top(query.limit(), query.minScore());
        });
    }

    /** Compare enough candidates that there are as many memories as wanted, even if many vectors are of the same few. */
    private BestMemories best(Generation current, float[] unit, RoaringBitmap scope, int limit) {
        int size = scope.getCardinality();
        for (long wanted = Math.max(candidates, (long) CANDIDATES_PER_HIT * limit); wanted < size; wanted *= 4) {
            int[] nearest = current.codes.nearest(unit, scope, (int) wanted);
            BestMemories best = BestMemories.among(current, unit, nearest);
            if (best.memories() >= limit) {
                return best;
            }
        }
        return BestMemories.among(current, unit, scope.toArray());
    }

    @Override
    public List<IndexHit> score(float[] vector, String workspace, Collection<String> ids, long now) {
        float[] unit = VectorMath.unit(vector, identity.dimension());
        return reading(current -> {
            Partition partition = current.partition(workspace);
            if (partition == null || ids.isEmpty()) {
                return List.of();
            }
            RoaringBitmap scope = partition.scope(new IndexFilter.Ids(Set.copyOf(ids)), now);
            return BestMemories.among(current, unit, scope.toArray()).top(ids.size(), IndexQuery.ANY_SCORE);
        });
    }

    @Override
    public int count(String workspace, IndexFilter filter, long now) {
        return reading(current -> {
            Partition partition = current.partition(workspace);
            if (partition == null) {
                return 0;
            }
            int memories = 0;
            IntIterator ordinals = partition.scope(filter, now).getIntIterator();
            while (ordinals.hasNext()) {
                int ordinal = ordinals.next();
                memories += current.slots.head(ordinal) == ordinal ? 1 : 0;
            }
            return memories;
        });
    }

    /** Read while nothing that can be seen now is overwritten. */
    private <T> T reading(Function<Generation, T> search) {
        Phaser reader = grace.enter();
        try {
            return search.apply(ready());
        } finally {
            reader.arriveAndDeregister();
        }
    }

    private Generation ready() {
        if (closed) {
            throw new IllegalStateException("the vector index is closed");
        }
        if (needsRebuild()) {
            throw new IllegalStateException("the vector index needs a rebuild: " + rebuildReason);
        }
        return generation;
    }

    // --- maintenance

    @Override
    public void flush() {
        synchronized (maintenance) {
            if (!closed && !needsRebuild()) {
                run(this::commit);
            }
        }
    }

    @Override
    public void erase() {
        flush();
    }

    private void commit() throws IOException {
        RoaringBitmap removed = commitWithoutErasing();
        if (!removed.isEmpty()) {
            eraseAll(removed);
        }
    }

    /** Commit and return the heads of what is removed but still in the files; a test stops here as a crash might. */
    RoaringBitmap commitWithoutErasing() throws IOException {
        VectorCommit commit;
        RoaringBitmap removed;
        synchronized (writing) {
            Map<String, Long> applied = clocks.applied();
            if (lastCommit != null
                    && lastCommit.candidates() == candidates
                    && generation.isClean(lastCommit, applied)) {
                return new RoaringBitmap();
            }
            removed = generation.unerased();
            commit = generation.prepareCommit(identity, applied, candidates);
        }
        generation.force();
        commit.write(directory);
        lastCommit = commit;
        return removed;
    }

    private void eraseAll(RoaringBitmap removed) throws IOException {
        grace.await();
        steps.each(removed, generation::erase);
        generation.force();
    }

    @Override
    public void maintain() {
        synchronized (maintenance) {
            if (closed || needsRebuild() || rebuilding) {
                return;
            }
            run(() -> {
                commit();
                if (needsCompaction()) {
                    compact();
                }
                checkRecall();
            });
        }
    }

    private boolean needsCompaction() {
        synchronized (writing) {
            int dead = generation.dead();
            return dead >= MIN_DEAD && dead >= options.deadShare() * generation.count()
                    || generation.overheadBytes() > MAX_OVERHEAD;
        }
    }

    /** Move what is alive to a new generation; searches go on in the old one until it is there. */
    private void compact() throws IOException {
        Generation old = generation;
        Generation next = Generation.create(directory, old.number + 1, identity.dimension());
        try {
            Compaction compaction = new Compaction(old, next);
            compaction.copy(steps);
            synchronized (writing) {
                compaction.catchUp();
                generation = next;
            }
        } catch (IOException | RuntimeException e) {
            next.discard();
            throw e;
        }
        retire(old);
    }

    /** Commit the generation that has taken another's place, then remove that one: a crash finds either of them whole. */
    private void retire(Generation old) throws IOException {
        commit();
        if (old != null) {
            grace.await();
            old.discard();
        }
    }

    /** Raise the candidates if a sample finds less than it should; asked once after a start, and again with growth. */
    private void checkRecall() throws IOException {
        int count = generation.count();
        if (count < GROWTH * checkedAt || count < 2 * candidates) {
            return;
        }
        checkedAt = count;
        candidates = new RecallCheck(generation).candidates(candidates);
        commit();
    }

    // --- rebuild

    @Override
    public IndexRebuild rebuild() {
        synchronized (maintenance) {
            synchronized (writing) {
                if (closed || rebuilding) {
                    throw new IllegalStateException("the vector index is closed or being rebuilt already");
                }
                try {
                    long number = generation == null ? 1 : generation.number + 1;
                    Rebuild rebuild = new Rebuild(Generation.create(directory, number, identity.dimension()));
                    rebuilding = true;
                    return rebuild;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private final class Rebuild implements IndexRebuild {
        private final Generation next;
        private boolean ended;

        Rebuild(Generation next) {
            this.next = next;
        }

        @Override
        public void add(IndexChange.Put memory) {
            IndexChange.Put sound = (IndexChange.Put) withUnitVectors(memory);
            if (!sound.vectors().isEmpty()) {
                run(() -> next.put(sound.memory(), sound.vectors(), false));
            }
        }

        @Override
        public void complete(Map<String, Long> values) {
            synchronized (maintenance) {
                Generation old = generation;
                synchronized (writing) {
                    run(next::publish);
                    candidates = new RecallCheck(next).candidates(options.candidates());
                    checkedAt = next.count();
                    clocks.reset(values);
                    generation = next;
                    rebuildReason = "";
                    end();
                }
                run(() -> retire(old));
            }
        }

        @Override
        public void close() {
            if (!ended) {
                run(next::discard);
                end();
            }
        }

        private void end() {
            ended = true;
            rebuilding = false;
        }
    }

    /** Tell how large the index is. */
    public VectorIndexSize size() {
        synchronized (writing) {
            Generation current = ready();
            int memories =
                    current.partitions().stream().mapToInt(Partition::size).sum();
            return new VectorIndexSize(memories, current.count() - current.dead(), current.dead(), candidates);
        }
    }

    @Override
    public void close() {
        synchronized (maintenance) {
            if (closed) {
                return;
            }
            try {
                flush();
            } finally {
                run(this::release);
            }
        }
    }

    private void release() throws IOException {
        try (lock) {
            synchronized (writing) {
                closed = true;
                if (generation != null) {
                    generation.close();
                }
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
