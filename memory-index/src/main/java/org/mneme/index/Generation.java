package org.mneme.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Hold the vectors between two compactions: the two files and what is kept in memory about them.
 *
 * <p>Every vector has an ordinal, given out in order and never again. One thread writes at a time; searches read without
 * its lock what a {@link Partition} has published.
 */
final class Generation implements Closeable {

    final Path directory;
    final long number;
    final int dimension;
    final Slots slots = new Slots();
    final VectorFile vectors;
    final BinaryCodes codes;

    private final EntryLog log;
    private final Map<String, Partition> partitions = new ConcurrentHashMap<>();
    private final List<Partition> partitionsByNumber = new ArrayList<>();
    private final Map<String, Long> loggedClocks = new HashMap<>();
    private final RoaringBitmap unerased = new RoaringBitmap();
    private int count;
    private int dead;
    private long overheadBytes;

    private Generation(Path directory, long number, int dimension, EntryLog log, VectorFile vectors) {
        this.directory = directory;
        this.number = number;
        this.dimension = dimension;
        this.log = log;
        this.vectors = vectors;
        this.codes = new BinaryCodes(dimension);
    }

    static Generation create(Path directory, long number, int dimension) throws IOException {
        return open(directory, number, dimension, 0, 0);
    }

    /** Read a committed generation back; throws {@link DamagedIndexException} if a bit of it is not what was written. */
    static Generation load(Path directory, VectorCommit commit) throws IOException {
        int dimension = commit.identity().dimension();
        Generation loaded = open(directory, commit.generation(), dimension, commit.logBytes(), commit.vectors());
        try {
            new GenerationLoader(loaded, commit.vectors()).load();
            return loaded;
        } catch (IOException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private static Generation open(Path directory, long number, int dimension, long logBytes, int vectors)
            throws IOException {
        EntryLog log = EntryLog.open(VectorCommit.logFile(directory, number), logBytes);
        try {
            VectorFile file = VectorFile.open(VectorCommit.vectorFile(directory, number), dimension, vectors);
            return new Generation(directory, number, dimension, log, file);
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    // --- reading

    /** Return the partition of a workspace or null. */
    Partition partition(String workspace) {
        return partitions.get(workspace);
    }

    Collection<Partition> partitions() {
        return partitions.values();
    }

    int count() {
        return count;
    }

    int dead() {
        return dead;
    }

    long overheadBytes() {
        return overheadBytes;
    }

    Map<String, Long> loggedClocks() {
        return loggedClocks;
    }

    // --- writing

    /** Insert or replace a memory with unit vectors, at least one; it is readable after {@link #publish}. */
    void put(IndexedMemory memory, List<float[]> unitVectors, boolean publish) throws IOException {
        Partition partition = partitionOf(memory.workspace());
        List<Partition.Term> terms = new ArrayList<>();
        for (String term : memory.terms()) {
            terms.add(termOf(partition, term));
        }
        int head = count;
        int end = Math.addExact(head, unitVectors.size());
        int[] checksums = new int[unitVectors.size()];
        codes.reserve(end - 1);
        for (int i = 0; i < checksums.length; i++) {
            checksums[i] = vectors.write(head + i, unitVectors.get(i));
            codes.set(head + i, unitVectors.get(i));
        }
        if (publish) {
            vectors.publish();
        }
        int[] termNumbers = terms.stream().mapToInt(term -> term.number).toArray();
        EntryRecord.Put put = new EntryRecord.Put(
                partition.number,
                head,
                memory.createdAt(),
                memory.updatedAt(),
                memory.expiresAt(),
                termNumbers,
                checksums,
                memory.id());
        accept(partition, memory, put, terms, append(put));
    }

    /** Take a memory that stands in the log into the structures in memory. */
    void accept(
            Partition partition, IndexedMemory memory, EntryRecord.Put put, List<Partition.Term> terms, long record) {
        slots.set(put.head(), put.checksums().length, memory, record);
        count = put.end();
        int replaced = partition.add(put.head(), terms);
        if (replaced >= 0) {
            bury(replaced);
        }
    }

    void remove(String workspace, String id) throws IOException {
        Partition partition = partitions.get(workspace);
        int head = partition == null ? -1 : partition.head(id);
        if (head < 0) {
            return;
        }
        long before = log.length();
        append(new EntryRecord.Remove(partition.number, head));
        overheadBytes += log.length() - before;
        bury(partition, head);
    }

    private void bury(Partition partition, int head) {
        partition.remove(head);
        bury(head);
    }

    /** Take a removal that stands in the log; the memory's own record may have been erased already. */
    void restoreRemoved(EntryRecord.Remove removed) {
        Partition partition = partition(removed.workspace());
        if (partition.isLive(removed.head())) {
            bury(partition, removed.head());
        }
    }

    void restoreClock(EntryRecord.Clock clock) {
        loggedClocks.put(clock.workspace(), clock.value());
    }

    /**
     * End a load: ordinals that no record names any more are dead, and terms that nobody has were kept by memories whose
     * records a crash took.
     */
    void endAt(int vectorCount) throws IOException {
        count = vectorCount;
        dead = vectorCount - live().getCardinality();
        for (Partition partition : partitionsByNumber) {
            for (Partition.Term unused : partition.forgetUnusedTerms()) {
                log.erase(unused.record);
            }
        }
    }

    private void bury(int head) {
        dead += slots.end(head) - head;
        unerased.add(head);
    }

    private Partition partitionOf(String workspace) throws IOException {
        Partition known = partitions.get(workspace);
        if (known != null) {
            return known;
        }
        int next = partitionsByNumber.size();
        append(new EntryRecord.Workspace(next, workspace));
        return addPartition(next, workspace);
    }

    Partition addPartition(int partitionNumber, String workspace) {
        Partition added = new Partition(partitionNumber, workspace, slots);
        partitionsByNumber.add(added);
        partitions.put(workspace, added);
        return added;
    }

    Partition partition(int partitionNumber) {
        return partitionsByNumber.get(partitionNumber);
    }

    private Partition.Term termOf(Partition partition, String name) throws IOException {
        Partition.Term known = partition.term(name);
        if (known != null) {
            return known;
        }
        int next = partition.nextTermNumber();
        long record = append(new EntryRecord.Term(partition.number, next, name));
        Partition.Term added = new Partition.Term(next, name, record);
        partition.addTerm(added);
        return added;
    }

    private long append(EntryRecord entry) throws IOException {
        return log.append(entry.type(), entry.body());
    }

    void replay(EntryLog.Reader reader) throws IOException {
        log.replay(reader);
    }

    void publish() throws IOException {
        vectors.publish();
    }

    RoaringBitmap live() {
        RoaringBitmap live = new RoaringBitmap();
        partitions.values().forEach(partition -> live.or(partition.live()));
        return live;
    }

    /** Copy a memory from another generation. */
    void copy(Generation from, int head) throws IOException {
        EntryRecord.Put put = EntryRecord.Put.read(from.log.read(from.slots.record(head)));
        Partition partition = from.partition(put.workspace());
        List<String> terms = new ArrayList<>();
        for (int term : put.terms()) {
            terms.add(partition.term(term).name);
        }
        List<float[]> copies = new ArrayList<>();
        for (int ordinal = head; ordinal < put.end(); ordinal++) {
            float[] vector = new float[dimension];
            from.vectors.read(ordinal, vector);
            copies.add(vector);
        }
        IndexedMemory memory = new IndexedMemory(
                partition.workspace, put.id(), Set.copyOf(terms), put.createdAt(), put.updatedAt(), put.expiresAt());
        put(memory, copies, false);
    }

    /** Remove the copy of a memory that has been removed or replaced in the other generation since. */
    void removeCopy(Generation from, int head) throws IOException {
        EntryRecord.Put put = EntryRecord.Put.read(from.log.read(from.slots.record(head)));
        remove(from.partition(put.workspace()).workspace, put.id());
    }

    // --- committing and erasing

    /** Tell whether there is nothing to commit or to erase since the last commit. */
    boolean isClean(VectorCommit last, Map<String, Long> clocks) {
        return last.generation() == number
                && last.logBytes() == log.length()
                && unerased.isEmpty()
                && loggedClocks.equals(clocks);
    }

    /** Write down the clocks that moved and say what a commit of the present state is. */
    VectorCommit prepareCommit(VectorIndexIdentity identity, Map<String, Long> clocks, int candidates)
            throws IOException {
        long before = log.length();
        for (Map.Entry<String, Long> clock : clocks.entrySet()) {
            if (!clock.getValue().equals(loggedClocks.get(clock.getKey()))) {
                append(new EntryRecord.Clock(clock.getValue(), clock.getKey()));
                loggedClocks.put(clock.getKey(), clock.getValue());
            }
        }
        overheadBytes += log.length() - before;
        publish();
        log.drain();
        return new VectorCommit(identity, number, log.length(), count, candidates);
    }

    void force() throws IOException {
        vectors.force();
        log.force();
    }

    /** Return the heads of the memories that are removed but whose vectors and names are still in the files. */
    RoaringBitmap unerased() {
        return unerased.clone();
    }

    /**
     * Overwrite what the files have of a removed memory. Its removal must be committed, or a crash would leave it without
     * vectors; and no search may still look at it.
     */
    void erase(int head) throws IOException {
        long record = slots.record(head);
        EntryRecord.Put put = EntryRecord.Put.read(log.read(record));
        Partition partition = partition(put.workspace());
        List<Partition.Term> terms = new ArrayList<>();
        for (int term : put.terms()) {
            if (partition.term(term) != null) {
                terms.add(partition.term(term));
            }
        }
        vectors.zero(head, put.checksums().length);
        codes.clear(head, put.end());
        log.erase(record);
        for (Partition.Term unused : partition.forget(head, terms)) {
            log.erase(unused.record);
        }
        slots.clearId(head);
        unerased.remove(head);
    }

    /** Remove the files; nobody may read any more. */
    void discard() throws IOException {
        vectors.discard();
        close();
        Files.deleteIfExists(VectorCommit.vectorFile(directory, number));
        Files.deleteIfExists(VectorCommit.logFile(directory, number));
    }

    @Override
    public void close() throws IOException {
        try (log;
                vectors) {
            // closes both, whatever happens
        }
    }
}
