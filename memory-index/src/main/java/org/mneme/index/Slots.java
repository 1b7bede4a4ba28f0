package org.mneme.index;

import java.util.Arrays;

/**
 * Keep what is known of each ordinal: which memory its vector belongs to, and of each memory's first ordinal, its head, the
 * id, the instants and where its log record lies.
 *
 * <p>One thread writes; others read ordinals they got from it through a lock.
 */
final class Slots {

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private static final class Chunk {
        private final String[] ids = new String[1 << CHUNK_BITS];

        /** Of a head the negative number of the memory's vectors; of any other ordinal its head. */
        private final int[] links = new int[1 << CHUNK_BITS];

        private final long[] created = new long[1 << CHUNK_BITS];
        private final long[] updated = new long[1 << CHUNK_BITS];
        private final long[] expires = new long[1 << CHUNK_BITS];
        private final long[] records = new long[1 << CHUNK_BITS];
    }

    private volatile Chunk[] chunks = {};

    private Chunk chunk(int ordinal) {
        return chunks[ordinal >>> CHUNK_BITS];
    }

    void set(int head, int vectors, IndexedMemory memory, long record) {
        reserve(head + vectors - 1);
        Chunk chunk = chunk(head);
        int at = head & CHUNK_MASK;
        chunk.ids[at] = memory.id();
        chunk.links[at] = -vectors;
        chunk.records[at] = record;
        for (int ordinal = head; ordinal < head + vectors; ordinal++) {
            Chunk each = chunk(ordinal);
            int i = ordinal & CHUNK_MASK;
            if (ordinal > head) {
                each.links[i] = head;
            }
            each.created[i] = memory.createdAt();
            each.updated[i] = memory.updatedAt();
            each.expires[i] = memory.expiresAt();
        }
    }

    private void reserve(int ordinal) {
        int have = chunks.length;
        int chunk = ordinal >>> CHUNK_BITS;
        if (chunk < have) {
            return;
        }
        Chunk[] more = Arrays.copyOf(chunks, chunk + 1);
        for (int i = have; i <= chunk; i++) {
            more[i] = new Chunk();
        }
        chunks = more;
    }

    String id(int head) {
        return chunk(head).ids[head & CHUNK_MASK];
    }

    /** Let go of a removed memory's id. */
    void clearId(int head) {
        chunk(head).ids[head & CHUNK_MASK] = null;
    }

    int head(int ordinal) {
        int link = chunk(ordinal).links[ordinal & CHUNK_MASK];
        return link < 0 ? ordinal : link;
    }

    /** Return the ordinal behind the memory's last vector. */
    int end(int head) {
        return head - chunk(head).links[head & CHUNK_MASK];
    }

    long created(int ordinal) {
        return chunk(ordinal).created[ordinal & CHUNK_MASK];
    }

    long updated(int ordinal) {
        return chunk(ordinal).updated[ordinal & CHUNK_MASK];
    }

    long expires(int ordinal) {
        return chunk(ordinal).expires[ordinal & CHUNK_MASK];
    }

    long record(int head) {
        return chunk(head).records[head & CHUNK_MASK];
    }
}
