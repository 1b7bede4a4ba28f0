package org.mneme.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.store.NoLockFactory;

/** Keep a Lucene index in a directory: open or throw away, write, refresh when read, commit with the applied clocks. */
final class TextStore implements Closeable {

    private static final String DATABASE = "database";
    private static final String FORMAT = "format";
    private static final String CLOCK = "clock.";
    private static final String FORMAT_NOW = "1/" + TextAnalysis.VERSION;

    /** What a refresh makes visible stays in memory up to this size; a commit writes it to the disk. */
    private static final double CACHED_SEGMENT_MB = 2;

    private static final double CACHED_MB = 16;

    private final DirectoryLock lock;
    private final Directory directory;
    private final String databaseId;
    private volatile Map<String, Long> committedClocks = Map.of();
    private final AtomicLong written = new AtomicLong();
    private final Object refreshing = new Object();

    private volatile IndexWriter writer;
    private volatile ReaderManager readers;
    private volatile long refreshed;
    private volatile String rebuildReason;

    private TextStore(DirectoryLock lock, Directory directory, String databaseId) {
        this.lock = lock;
        this.directory = directory;
        this.databaseId = databaseId;
    }

    /** Open or make the index; a test puts something between the index and the directory. */
    static TextStore open(Path path, String databaseId, UnaryOperator<Directory> between) throws IOException {
        DirectoryLock lock = DirectoryLock.take(path);
        try {
            // our own lock guards the directory, damaged or not; Lucene's would only guard it once it opens
            TextStore store = new TextStore(
                    lock,
                    new NRTCachingDirectory(
                            between.apply(FSDirectory.open(path, NoLockFactory.INSTANCE)),
                            CACHED_SEGMENT_MB,
                            CACHED_MB),
                    databaseId);
            store.rebuildReason = store.inspect();
            if (!store.rebuildReason.isEmpty()) {
                store.committedClocks = Map.of();
                store.wipe();
            }
            store.start();
            return store;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Say why what lies in the directory is of no use, or nothing if it is. */
    private String inspect() {
        try {
            if (!DirectoryReader.indexExists(directory)) {
                return "there is no index yet";
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                Map<String, String> data = reader.getIndexCommit().getUserData();
                if (!databaseId.equals(data.get(DATABASE))) {
                    return "it belongs to another database";
                }
                if (!FORMAT_NOW.equals(data.get(FORMAT))) {
                    return "it has another format";
                }
                for (String file : reader.getIndexCommit().getFileNames()) {
                    try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
                        CodecUtil.checksumEntireFile(input);
                    }
                }
                readClocks(data);
                return "";
            }
        } catch (IOException | RuntimeException e) {
            // damage shows as any exception there is
            return "it is damaged: " + e;
        }
    }

    private void readClocks(Map<String, String> data) {
        Map<String, Long> clocks = new HashMap<>();
        data.forEach((name, value) -> {
            if (name.startsWith(CLOCK)) {
                clocks.put(name.substring(CLOCK.length()), Long.valueOf(value));
            }
        });
        committedClocks = Map.copyOf(clocks);
    }

    private void wipe() throws IOException {
        for (String file : directory.listAll()) {
            if (!file.equals(DirectoryLock.FILE)) {
                directory.deleteFile(file);
            }
        }
    }

    private void start() throws IOException {
        TieredMergePolicy merges = new TieredMergePolicy();
        merges.setForceMergeDeletesPctAllowed(0);
        writer = new IndexWriter(
                directory,
                new IndexWriterConfig(new TextAnalysis())
                        .setMergePolicy(merges)
                        .setSimilarity(WorkspaceSearcher.BM25)
                        .setRAMBufferSizeMB(32));
        readers = new ReaderManager(writer);
    }

    String rebuildReason() {
        return rebuildReason;
    }

    Map<String, Long> committedClocks() {
        return committedClocks;
    }

    void put(Term key, Document document) throws IOException {
        writer.updateDocument(key, document);
        written.incrementAndGet();
    }

    void remove(Term key) throws IOException {
        writer.deleteDocuments(key);
        written.incrementAndGet();
    }

    /** Tell whether something was written that a reader would not see. */
    boolean isStale() {
        return refreshed < written.get();
    }

    /** Let readers see all that was written before the call. */
    Void refresh() throws IOException {
        long wanted = written.get();
        synchronized (refreshing) {
            if (refreshed < wanted) {
                long now = written.get();
                readers.maybeRefreshBlocking();
                refreshed = now;
            }
        }
        return null;
    }

    /** Return a reader of what was visible at the last refresh; give it back by its own {@code decRef}. */
    DirectoryReader acquire() throws IOException {
        while (true) {
            ReaderManager present = readers;
            try {
                return present.acquire();
            } catch (AlreadyClosedException e) {
                // exchanged just now, when a rebuild was abandoned
                if (present == readers) {
                    throw e;
                }
            }
        }
    }

    /**
     * Commit with the clocks.
     *
     * @param clocks asked after the writer is chosen: what has reached any other writer by then must not count
     */
    void commit(Supplier<Map<String, Long>> clocks) throws IOException {
        IndexWriter present = writer;
        Map<String, Long> applied = clocks.get();
        Map<String, String> data = new HashMap<>();
        data.put(DATABASE, databaseId);
        data.put(FORMAT, FORMAT_NOW);
        applied.forEach((workspace, clock) -> data.put(CLOCK + workspace, clock.toString()));
        present.setLiveCommitData(data.entrySet());
        present.commit();
        committedClocks = Map.copyOf(applied);
    }

    boolean hasRemoved() {
        return writer.hasDeletions();
    }

    /** Return the share of the documents that are removed but not merged away. */
    double deadShare() {
        IndexWriter.DocStats stats = writer.getDocStats();
        return stats.maxDoc == 0 ? 0 : 1 - (double) stats.numDocs / stats.maxDoc;
    }

    /** Merge until no segment has a removed document. */
    void mergeRemoved() throws IOException {
        writer.forceMergeDeletes(true);
    }

    /** Delete the files that only old commits and readers needed. */
    void dropOldFiles() throws IOException {
        written.incrementAndGet();
        refresh();
        writer.deleteUnusedFiles();
    }

    /** Empty the index for a rebuild. Readers stay as they are, since nothing counts as written until it is complete. */
    void startRebuild() throws IOException {
        refresh();
        writer.deleteAll();
    }

    void addToRebuild(Document document) throws IOException {
        writer.addDocument(document);
    }

    void completeRebuild(Map<String, Long> clocks) throws IOException {
        commit(() -> clocks);
        written.incrementAndGet();
        refresh();
        rebuildReason = "";
    }

    /** Tell whether a write failed so badly, on a full disk for one, that Lucene writes no more. */
    boolean isBroken() {
        return !writer.isOpen();
    }

    /** Go back to the last commit. */
    void reopen() throws IOException {
        synchronized (refreshing) {
            ReaderManager old = readers;
            writer.rollback();
            start();
            old.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (lock;
                directory;
                IndexWriter closing = writer) {
            readers.close();
            closing.rollback();
        }
    }
}
