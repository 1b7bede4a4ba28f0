package org.mneme.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** Take the records of a log one by one. */
    interface Reader {
        void record(long offset, byte type, ByteBuffer body) throws IOException;
    }

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long drained;

    private EntryLog(FileChannel channel, long length) {
        this.channel = channel;
        this.drained = length;
    }

    /** Open or make the file and cut off whatever lies behind the given length. */
    static EntryLog open(Path file, long length) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.size() < length) {
                throw new DamagedIndexException("the entry log is too short");
            }
            channel.truncate(length);
            return new EntryLog(channel, length);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
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
                buffer = ByteBuffer.allocateDirect(size);
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
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                drained += channel.write(buffer, drained);
            }
        } finally {
            buffer.compact();
        }
    }

    /** Return the body of the record at an offset. */
    ByteBuffer read(long offset) throws IOException {
        if (offset >= drained) {
            drain();
        }
        ByteBuffer head = readFully(offset, HEAD);
        return readFully(offset + HEAD, head.getInt(0));
    }

    private ByteBuffer readFully(long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new DamagedIndexException("the entry log ends early");
            }
        }
        return target.flip();
    }

    /** Overwrite the record at an offset with a gap of the same length. */
    void erase(long offset) throws IOException {
        if (offset >= drained) {
            drain();
        }
        int length = readFully(offset, HEAD).getInt(0);
        ByteBuffer gap = ByteBuffer.allocate(length + FRAME);
        put(gap, GAP, ByteBuffer.allocate(length));
        gap.flip();
        long to = offset;
        while (gap.hasRemaining()) {
            to += channel.write(gap, to);
        }
    }

    /** Read all records from the start. */
    void replay(Reader reader) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(1 << 20).limit(0);
        long offset = 0;
        while (offset < drained) {
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
        ByteBuffer filled = window.capacity() >= size
                ? window.compact()
                : ByteBuffer.allocate(size).put(window);
        while (filled.position() < size) {
            if (channel.read(filled, offset + filled.position()) < 0) {
                throw new DamagedIndexException("the entry log ends early");
            }
        }
        return filled.flip();
    }

    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
