package org.mneme.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/** Read a generation's entry log into memory, then compare every live vector with its checksum and code it. */
final class GenerationLoader {

    private final Generation generation;
    private final int vectors;
    private final int[] checksums;

    /** Heads whose terms have been erased: right for a memory removed later, damage for a live one. */
    private final RoaringBitmap termless = new RoaringBitmap();

    GenerationLoader(Generation generation, int vectors) {
        this.generation = generation;
        this.vectors = vectors;
        this.checksums = new int[vectors];
    }

    void load() throws IOException {
        try {
            generation.replay(this::record);
        } catch (RuntimeException e) {
            throw new DamagedIndexException("a record makes no sense: " + e);
        }
        generation.endAt(vectors);
        RoaringBitmap live = generation.live();
        if (RoaringBitmap.intersects(live, termless)) {
            throw new DamagedIndexException("a memory's terms are missing");
        }
        readVectors(live);
    }

    private void record(long offset, byte type, ByteBuffer body) throws IOException {
        switch (type) {
            case EntryLog.GAP -> {}
            case EntryRecord.WORKSPACE -> {
                EntryRecord.Workspace workspace = EntryRecord.Workspace.read(body);
                generation.addPartition(workspace.number(), workspace.name());
            }
            case EntryRecord.TERM -> {
                EntryRecord.Term term = EntryRecord.Term.read(body);
                generation.partition(term.workspace()).addTerm(new Partition.Term(term.number(), term.name(), offset));
            }
            case EntryRecord.PUT -> put(EntryRecord.Put.read(body), offset);
            case EntryRecord.REMOVE -> generation.restoreRemoved(EntryRecord.Remove.read(body));
            case EntryRecord.CLOCK -> generation.restoreClock(EntryRecord.Clock.read(body));
            default -> throw new DamagedIndexException("a record has an unknown type: " + type);
        }
    }

    private void put(EntryRecord.Put put, long offset) throws IOException {
        if (put.end() > vectors) {
            throw new DamagedIndexException("a memory lies behind the last vector");
        }
        Partition partition = generation.partition(put.workspace());
        List<Partition.Term> terms = new ArrayList<>(put.terms().length);
        for (int number : put.terms()) {
            Partition.Term term = partition.term(number);
            if (term == null) {
                termless.add(put.head());
            } else {
                terms.add(term);
            }
        }
        System.arraycopy(put.checksums(), 0, checksums, put.head(), put.checksums().length);
        IndexedMemory memory = new IndexedMemory(
                partition.workspace, put.id(), Set.of(), put.createdAt(), put.updatedAt(), put.expiresAt());
        generation.accept(partition, memory, put, terms, offset);
    }

    /** Read every live vector once, block by block on all cores: compare it with its checksum and code it. */
    private void readVectors(RoaringBitmap live) throws IOException {
        generation.codes.reserve(vectors);
        boolean sound = IntStream.rangeClosed(0, vectors >>> VectorFile.BLOCK_BITS)
                .parallel()
                .allMatch(block -> readBlock(block, live));
        if (!sound) {
            throw new DamagedIndexException("a vector's checksum is wrong");
        }
    }

    private boolean readBlock(int block, RoaringBitmap live) {
        RoaringBitmap ordinals = new RoaringBitmap();
        ordinals.add((long) block << VectorFile.BLOCK_BITS, (long) (block + 1) << VectorFile.BLOCK_BITS);
        ordinals.and(live);
        float[] vector = new float[generation.dimension];
        for (int ordinal : ordinals) {
            if (generation.vectors.checksum(ordinal) != checksums[ordinal]) {
                return false;
            }
            generation.vectors.read(ordinal, vector);
            generation.codes.set(ordinal, vector);
        }
        return true;
    }
}
