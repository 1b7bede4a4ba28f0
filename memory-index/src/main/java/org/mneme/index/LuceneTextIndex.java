package org.mneme.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/**
 * Find texts by BM25 in a near-real-time Lucene index.
 *
 * <p>A search refreshes the reader if something was written since; a write does not. Nothing is stored but the words: the
 * text stays in the database. A removed text's words linger in Lucene's segments until these are merged; {@link #erase}
 * merges them at once, {@link #maintain} when a tenth is dead or an hour has passed.
 */
public final class LuceneTextIndex implements TextIndex {

    private static final double DEAD_SHARE = 0.1;
    private static final Duration ERASE_AFTER = Duration.ofHours(1);

    private static final Sort BEST_FIRST =
            new Sort(SortField.FIELD_SCORE, new SortField(TextDocuments.ID, SortField.Type.STRING));

    private final TextAnalysis analysis = new TextAnalysis();
    private final AppliedClocks clocks = new AppliedClocks();
    private final TextStore store;
    private final Uninterrupted writes;

    /** Held while committing and merging; apply does not wait for it. */
    private final Object maintenance = new Object();

    private final LongSupplier nanoTime;
    private volatile boolean rebuilding;
    private volatile boolean closed;
    private long committedVersion;
    private long erasedAt;

    private LuceneTextIndex(TextStore store, Uninterrupted writes, LongSupplier nanoTime) {
        this.store = store;
        this.writes = writes;
        this.nanoTime = nanoTime;
        this.erasedAt = nanoTime.getAsLong();
        clocks.reset(store.committedClocks());
        this.committedVersion = clocks.version();
    }

    /**
     * Open the index in a directory, or make an empty one that needs a rebuild.
     *
     * @param directory of its own, made if missing
     * @param databaseId the id the database got when it was made
     * @throws IllegalStateException if another instance has it open
     */
    public static LuceneTextIndex open(Path directory, String databaseId) {
        return open(directory, databaseId, System::nanoTime, UnaryOperator.identity());
    }

    static LuceneTextIndex open(
            Path directory, String databaseId, LongSupplier nanoTime, UnaryOperator<Directory> between) {
        Objects.requireNonNull(databaseId, "databaseId");
        Uninterrupted writes = new Uninterrupted("mneme-text-index");
        try {
            return new LuceneTextIndex(
                    writes.call(() -> TextStore.open(directory, databaseId, between)), writes, nanoTime);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean needsRebuild() {
        return !store.rebuildReason().isEmpty();
    }

    @Override
    public String rebuildReason() {
        return store.rebuildReason();
    }

    @Override
    public long appliedClock(String workspace) {
        return clocks.applied(workspace);
    }

    @Override
    public Map<String, Long> appliedClocks() {
        return clocks.applied();
    }

    @Override
    public synchronized void apply(String workspace, long clock, List<? extends IndexChange> changes) {
        ChangeChecks.check(workspace, clock, changes);
        checkReady();
        if (rebuilding) {
            throw new IllegalStateException("the text index is being rebuilt");
        }
        if (clocks.isApplied(workspace, clock)) {
            return;
        }
        run(() -> {
            for (IndexChange change : changes) {
                if (!clocks.isSuperseded(workspace, change.id(), clock)) {
                    apply(workspace, change);
                }
            }
        });
        clocks.mark(workspace, clock, changes.stream().map(IndexChange::id).toList());
    }

    private void apply(String workspace, IndexChange change) throws IOException {
        if (change instanceof IndexChange.Put put) {
            store.put(TextDocuments.key(workspace, put.id()), TextDocuments.of(put, analysis));
            return;
        }
        store.remove(TextDocuments.key(workspace, change.id()));
    }

    @Override
    public synchronized void advance(String workspace, long clock) {
        checkReady();
        clocks.advance(workspace, clock);
    }

    @Override
    public List<IndexHit> search(String text, IndexQuery query) {
        TextQueries queries = new TextQueries(query.workspace());
        Query words = queries.words(text, analysis);
        return search(queries, queries.visible(words, query.filter(), query.now()), query.limit(), query.minScore());
    }

    @Override
    public List<IndexHit> score(String text, String workspace, Collection<String> ids, long now) {
        if (ids.isEmpty()) {
            return List.of();
        }
        TextQueries queries = new TextQueries(workspace);
        IndexFilter given = new IndexFilter.Ids(Set.copyOf(ids));
        Query words = queries.words(text, analysis);
        return search(queries, queries.visible(words, given, now), ids.size(), IndexQuery.ANY_SCORE);
    }

    private List<IndexHit> search(TextQueries queries, Query query, int limit, float minScore) {
        return reading(
                queries,
                searcher -> searcher.isEmpty()
                        ? List.of()
                        : Stream.of(searcher.search(query, limit, BEST_FIRST).scoreDocs)
                                .map(LuceneTextIndex::hit)
                                .filter(hit -> hit.score() >= minScore)
                                .toList());
    }

    private interface Reading<T> {
        T read(WorkspaceSearcher searcher) throws IOException;
    }

    private <T> T reading(TextQueries queries, Reading<T> reading) {
        checkReady();
        try {
            if (store.isStale()) {
                write(store::refresh);
            }
            DirectoryReader reader = store.acquire();
            try {
                return reading.read(new WorkspaceSearcher(reader, queries.workspaceTerm()));
            } finally {
                reader.decRef();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IndexHit hit(ScoreDoc found) {
        Object[] sortedBy = ((FieldDoc) found).fields;
        return new IndexHit(((BytesRef) sortedBy[1]).utf8ToString(), (Float) sortedBy[0]);
    }

    @Override
    public int count(String workspace, IndexFilter filter, long now) {
        TextQueries queries = new TextQueries(workspace);
        return reading(queries, searcher -> searcher.count(queries.visible(queries.all(), filter, now)));
    }

    @Override
    public void flush() {
        locked(() -> {
            long version = clocks.version();
            if (version != committedVersion) {
                // read before the commit: every change up to these values has reached the writer
                store.commit(clocks::applied);
                committedVersion = version;
            }
        });
    }

    @Override
    public void erase() {
        flush();
        locked(() -> {
            erasedAt = nanoTime.getAsLong();
            if (!store.hasRemoved()) {
                return;
            }
            store.mergeRemoved();
            store.commit(clocks::applied);
            store.dropOldFiles();
        });
    }

    @Override
    public void maintain() {
        if (closed || needsRebuild()) {
            return;
        }
        flush();
        boolean longAgo = nanoTime.getAsLong() - erasedAt > ERASE_AFTER.toNanos();
        if (longAgo || store.deadShare() > DEAD_SHARE) {
            erase();
        }
    }

    @Override
    public IndexRebuild rebuild() {
        synchronized (maintenance) {
            startRebuild();
        }
        return new Rebuild();
    }

    private synchronized void startRebuild() {
        if (rebuilding) {
            throw new IllegalStateException("the text index is being rebuilt already");
        }
        run(() -> {
            if (!needsRebuild()) {
                // what an abandoned rebuild goes back to
                store.commit(clocks::applied);
            }
            store.startRebuild();
        });
        rebuilding = true;
    }

    private final class Rebuild implements IndexRebuild {
        private boolean ended;

        @Override
        public void add(IndexChange.Put memory) {
            try {
                // on this thread: a handover for each takes longer than the work, and what fails here is begun again
                store.addToRebuild(TextDocuments.of(memory, analysis));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void complete(Map<String, Long> values) {
            run(() -> store.completeRebuild(values));
            clocks.reset(values);
            committedVersion = clocks.version();
            end();
        }

        @Override
        public void close() {
            if (!ended) {
                run(store::reopen);
                end();
            }
        }

        private void end() {
            ended = true;
            rebuilding = false;
        }
    }

    @Override
    public void close() {
        synchronized (maintenance) {
            if (!closed) {
                try (writes) {
                    closeStore();
                }
            }
        }
    }

    private void closeStore() {
        try {
            flush();
        } finally {
            closed = true;
            run(store::close);
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    /** Run one piece of maintenance at a time, and none during a rebuild: it would commit half of it. */
    private void locked(Action action) {
        synchronized (maintenance) {
            if (!closed && !rebuilding && !needsRebuild()) {
                run(action);
            }
        }
    }

    private void run(Action action) {
        write(() -> {
            action.run();
            return null;
        });
    }

    private <T> T write(Uninterrupted.Action<T> action) {
        try {
            return writes.call(action);
        } catch (IOException e) {
            goBackIfBroken(e);
            throw new UncheckedIOException(e);
        } catch (AlreadyClosedException e) {
            goBackIfBroken(e);
            throw e;
        }
    }

    /** Go on from the last commit if Lucene has given up writing; the applied clocks say what has to be applied again. */
    private synchronized void goBackIfBroken(Exception failure) {
        if (closed || rebuilding || !store.isBroken()) {
            return;
        }
        // the clocks first: whoever commits with the new writer must not find the old ones
        clocks.reset(store.committedClocks());
        try {
            writes.call(() -> {
                store.reopen();
                return null;
            });
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void checkReady() {
        if (closed) {
            throw new IllegalStateException("the text index is closed");
        }
        if (needsRebuild()) {
            throw new IllegalStateException("the text index needs a rebuild: " + rebuildReason());
        }
    }
}
