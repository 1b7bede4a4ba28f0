package org.mneme.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Append records to a file: body length, type, body, checksum.
 *
 * <p>A record can later be turned into a gap of the same length: that is how names and terms of removed memories are
 * erased. One thread writes at a time.
 */
final class EntryLog implements Closeable {

    /** The type of an erased record. */
    static final byte GAP = 0;

    private static final int HEAD = Integer.BYTES + 1;
    private static final int FRAME = HEAD + Integer.BYTES;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int WINDOW_BYTES = 1 << 20;

    /** Take the records of a log one by one. */
    interface Reader {
        void record(long offset, byte type, ByteBuffer body) throws IOException;
    }

    private final PlainFile file;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long drained;

    private EntryLog(PlainFile file, long length) {
        this.file = file;
        this.drained = length;
    }

    /** Open or make the file and cut off whatever lies behind the given length. */
    static EntryLog open(Path path, long length) throws IOException {
        return new EntryLog(PlainFile.open(path, length), length);
    }

    long length() {
        return drained + buffer.position();
    }

    /** Append a record and return its offset. If it throws, nothing is appended. */
    long append(byte type, ByteBuffer body) throws IOException {
        int size = body.remaining() + FRAME;
        if (buffer.remaining() < size) {
            drain();
            if (buffer.capacity() < size) {
                buffer = ByteBuffer.allocate(size);
            }
        }
        long offset = length();
        put(buffer, type, body);
        return offset;
    }

    private static void put(ByteBuffer target, byte type, ByteBuffer body) {
        int start = target.position();
        target.putInt(body.remaining()).put(type).put(body);
        target.putInt(checksum(target.duplicate().limit(target.position()).position(start)));
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Hand everything appended so far to the operating system. */
    void drain() throws IOException {
        int size = buffer.position();
        file.write(buffer.duplicate().flip(), drained);
        drained += size;
        buffer.clear();
    }

    /** Return the body of the record at an offset. */
    ByteBuffer read(long offset) throws IOException {
        if (offset >= drained) {
            drain();
        }
        int length = file.read(offset, HEAD).getInt(0);
        return file.read(offset + HEAD, length);
    }

    /** Overwrite the record at an offset with a gap of the same length. */
    void erase(long offset) throws IOException {
        if (offset >= drained) {
            drain();
        }
        int length = file.read(offset, HEAD).getInt(0);
        ByteBuffer gap = ByteBuffer.allocate(length + FRAME);
        put(gap, GAP, ByteBuffer.allocate(length));
        file.write(gap.flip(), offset);
    }

    /** Read all records from the start. */
    void replay(Reader reader) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(0);
        long offset = 0;
        while (offset < drained) {
            if (drained - offset < FRAME) {
                throw new DamagedIndexException("half a record at " + offset);
            }
            window = atLeast(window, offset, FRAME);
            int length = window.getInt(window.position());
            if (length < 0 || length > drained - offset - FRAME) {
                throw new DamagedIndexException("a record's length is wrong at " + offset);
            }
            window = atLeast(window, offset, length + FRAME);
            int start = window.position();
            int end = start + HEAD + length;
            if (window.getInt(end) != checksum(window.duplicate().limit(end).position(start))) {
                throw new DamagedIndexException("a record's checksum is wrong at " + offset);
            }
            reader.record(
                    offset,
                    window.get(start + Integer.BYTES),
                    window.duplicate().limit(end).position(start + HEAD));
            window.position(end + Integer.BYTES);
            offset += length + FRAME;
        }
    }

    /** Make sure the window, whose position is the file's offset, holds so many bytes. */
    private ByteBuffer atLeast(ByteBuffer window, long offset, int size) throws IOException {
        if (window.remaining() >= size) {
            return window;
        }
        int wanted = (int) Math.min(Math.max(size, WINDOW_BYTES), drained - offset);
        return file.read(offset, wanted);
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
