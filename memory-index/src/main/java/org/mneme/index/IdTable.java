package org.mneme.index;

/**
 * Find a memory's head by its id: a hash table of ordinals that compares with the ids kept in the slots, at a fifth of the
 * memory of a {@code HashMap}. Not thread-safe.
 */
final class IdTable {

    private static final int EMPTY = 0;
    private static final int REMOVED = -1;

    private final Slots slots;

    /** A head plus one, or one of the two marks above. */
    private int[] table = new int[16];

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
        return at < 0 ? -1 : table[at] - 1;
    }

    /** Set the id's head, which the slots must know already; returns the head before, or -1. */
    int put(String id, int head) {
        int at = find(id);
        if (at >= 0) {
            int before = table[at] - 1;
            table[at] = head + 1;
            return before;
        }
        if (3 * (used + 1) > 2 * table.length) {
            rehash();
        }
        insert(id, head);
        size++;
        return -1;
    }

    /** Remove the id and return its head, or -1. */
    int remove(String id) {
        int at = find(id);
        if (at < 0) {
            return -1;
        }
        int head = table[at] - 1;
        table[at] = REMOVED;
        size--;
        return head;
    }

    private int find(String id) {
        for (int at = start(id); table[at] != EMPTY; at = (at + 1) & (table.length - 1)) {
            if (table[at] != REMOVED && id.equals(slots.id(table[at] - 1))) {
                return at;
            }
        }
        return -1;
    }

    private void insert(String id, int head) {
        int at = start(id);
        while (table[at] != EMPTY) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = head + 1;
        used++;
    }

    private int start(String id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 15) & (table.length - 1);
    }

    private void rehash() {
        int[] old = table;
        table = new int[Math.max(16, Integer.highestOneBit(size + 1) * 4)];
        used = 0;
        for (int entry : old) {
            if (entry > 0) {
                insert(slots.id(entry - 1), entry - 1);
            }
        }
    }
}
