package org.mneme.index;

/**
 * Find a memory's head by its id: a hash table of ordinals that compares with the ids kept in the slots, at a fifth of the
 * memory of a {@code HashMap}. Not thread-safe.
 */
final class IdTable {

    private static final long EMPTY = 0;
    private static final long REMOVED = -1;

    private final Slots slots;

    /** The id's hash above a head plus one, or one of the two marks: other ids are passed over without looking at them. */
    private long[] table = new long[16];

    private int used;
    private int size;

    IdTable(Slots slots) {
        this.slots = slots;
    }

    int size() {
        return size;
    }

    /** Return the id's head, or -1. */
    int get(String id) {
        int at = find(id);
        return at < 0 ? -1 : head(table[at]);
    }

    /** Set the id's head, which the slots must know already; returns the head before, or -1. */
    int put(String id, int head) {
        int at = find(id);
        if (at >= 0) {
            int before = head(table[at]);
            table[at] = entry(id, head);
            return before;
        }
        if (3 * (used + 1) > 2 * table.length) {
            rehash();
        }
        insert(entry(id, head));
        size++;
        return -1;
    }

    /** Remove the id and return its head, or -1. */
    int remove(String id) {
        int at = find(id);
        if (at < 0) {
            return -1;
        }
        int head = head(table[at]);
        table[at] = REMOVED;
        size--;
        return head;
    }

    private static int hash(String id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private static long entry(String id, int head) {
        return (long) hash(id) << 32 | (head + 1);
    }

    private static int head(long entry) {
        return (int) entry - 1;
    }

    private int find(String id) {
        int hash = hash(id);
        int mask = table.length - 1;
        for (int at = hash & mask; table[at] != EMPTY; at = (at + 1) & mask) {
            long entry = table[at];
            if (entry != REMOVED && (int) (entry >>> 32) == hash && id.equals(slots.id(head(entry)))) {
                return at;
            }
        }
        return -1;
    }

    private void insert(long entry) {
        int mask = table.length - 1;
        int at = (int) (entry >>> 32) & mask;
        while (table[at] != EMPTY) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
        used++;
    }

    private void rehash() {
        long[] old = table;
        table = new long[Math.max(16, Integer.highestOneBit(size + 1) * 4)];
        used = 0;
        for (long entry : old) {
            if (entry != EMPTY && entry != REMOVED) {
                insert(entry);
            }
        }
    }
}
