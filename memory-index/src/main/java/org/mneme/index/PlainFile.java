package org.mneme.index;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Read and write a file without a channel: a thread that is interrupted closes the channel it uses, and with it the index
 * for everybody. One thread at a time, except for {@link #force}.
 */
final class PlainFile implements Closeable {

    private final Path path;
    private final RandomAccessFile file;

    private PlainFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Open or make a file and cut off whatever lies behind the given length. */
    static PlainFile open(Path path, long length) throws IOException {
        PlainFile plain = new PlainFile(path);
        try {
            if (plain.size() < length) {
                throw new DamagedIndexException(path.getFileName() + " is too short");
            }
            plain.truncate(length);
            return plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    long size() throws IOException {
        return file.length();
    }

    void truncate(long length) throws IOException {
        file.setLength(length);
    }

    /** Write the rest of a buffer that has an array. */
    void write(ByteBuffer from, long position) throws IOException {
        file.seek(position);
        file.write(from.array(), from.arrayOffset() + from.position(), from.remaining());
    }

    ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        try {
            file.seek(position);
            file.readFully(target.array());
            return target;
        } catch (EOFException e) {
            throw new DamagedIndexException(path.getFileName() + " ends early");
        }
    }

    /** Map a part of the file, which must be within it. */
    ByteBuffer map(long position, long length) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    return channel.map(MapMode.READ_ONLY, position, length);
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
