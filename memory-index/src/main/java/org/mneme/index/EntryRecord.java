package org.mneme.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Write and read what stands in a vector index's entry log.
 *
 * <p>Workspaces and terms are written once and then named by number, so that a log of a million memories is read in a
 * second.
 */
sealed interface EntryRecord {

    byte WORKSPACE = 1;
    byte TERM = 2;
    byte PUT = 3;
    byte REMOVE = 4;
    byte CLOCK = 5;

    byte type();

    ByteBuffer body();

    record Workspace(int number, String name) implements EntryRecord {
        @Override
        public byte type() {
            return WORKSPACE;
        }

        @Override
        public ByteBuffer body() {
            byte[] bytes = bytes(name);
            return room(Integer.BYTES, bytes).putInt(number).put(bytes).flip();
        }

        static Workspace read(ByteBuffer body) {
            return new Workspace(body.getInt(), rest(body));
        }
    }

    record Term(int workspace, int number, String name) implements EntryRecord {
        @Override
        public byte type() {
            return TERM;
        }

        @Override
        public ByteBuffer body() {
            byte[] bytes = bytes(name);
            return room(2 * Integer.BYTES, bytes)
                    .putInt(workspace)
                    .putInt(number)
                    .put(bytes)
                    .flip();
        }

        static Term read(ByteBuffer body) {
            return new Term(body.getInt(), body.getInt(), rest(body));
        }
    }

    /** A memory: its vectors begin at the head, one checksum each. */
    record Put(
            int workspace,
            int head,
            long createdAt,
            long updatedAt,
            long expiresAt,
            int[] terms,
            int[] checksums,
            String id)
            implements EntryRecord {
        @Override
        public byte type() {
            return PUT;
        }

        @Override
        public ByteBuffer body() {
            byte[] bytes = bytes(id);
            int fixed = 4 * Integer.BYTES + 3 * Long.BYTES + Integer.BYTES * (terms.length + checksums.length);
            ByteBuffer body = room(fixed, bytes).putInt(workspace).putInt(head);
            body.putLong(createdAt).putLong(updatedAt).putLong(expiresAt);
            put(body, terms);
            put(body, checksums);
            return body.put(bytes).flip();
        }

        static Put read(ByteBuffer body) {
            return new Put(
                    body.getInt(),
                    body.getInt(),
                    body.getLong(),
                    body.getLong(),
                    body.getLong(),
                    ints(body),
                    ints(body),
                    rest(body));
        }

        int end() {
            return head + checksums.length;
        }
    }

    record Remove(int workspace, int head) implements EntryRecord {
        @Override
        public byte type() {
            return REMOVE;
        }

        @Override
        public ByteBuffer body() {
            return ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(workspace)
                    .putInt(head)
                    .flip();
        }

        static Remove read(ByteBuffer body) {
            return new Remove(body.getInt(), body.getInt());
        }
    }

    record Clock(long value, String workspace) implements EntryRecord {
        @Override
        public byte type() {
            return CLOCK;
        }

        @Override
        public ByteBuffer body() {
            byte[] bytes = bytes(workspace);
            return room(Long.BYTES, bytes).putLong(value).put(bytes).flip();
        }

        static Clock read(ByteBuffer body) {
            return new Clock(body.getLong(), rest(body));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer room(int fixed, byte[] text) {
        return ByteBuffer.allocate(fixed + text.length);
    }

    private static String rest(ByteBuffer body) {
        return new String(body.array(), body.arrayOffset() + body.position(), body.remaining(), StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer body, int[] values) {
        body.putInt(values.length);
        Arrays.stream(values).forEach(body::putInt);
    }

    private static int[] ints(ByteBuffer body) {
        int[] values = new int[body.getInt()];
        Arrays.setAll(values, i -> body.getInt());
        return values;
    }
}
