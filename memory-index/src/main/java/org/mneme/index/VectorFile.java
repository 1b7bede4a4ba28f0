package org.mneme.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Keep vectors in a file of little-endian floats, one after the other, and read them through memory maps.
 *
 * <p>Written by calls, not through the map: a full disk is then an exception and not a fault of the process. The map is
 * cut into blocks, because a map cannot be larger than 2 GiB. One thread writes; any thread reads what was published to it
 * through a lock.
 */
final class VectorFile implements Closeable {

    static final int BLOCK_BITS = 14;
    private static final int BLOCK_MASK = (1 << BLOCK_BITS) - 1;
    private static final int BUFFER_BYTES = 1 << 18;

    private final PlainFile file;
    private final int dimension;
    private final int bytes;
    private final ByteBuffer buffer;
    private volatile ByteBuffer[] blocks = {};
    private int bufferedFrom;
    private int buffered;

    private VectorFile(PlainFile file, int dimension) {
        this.file = file;
        this.dimension = dimension;
        this.bytes = dimension * Float.BYTES;
        this.buffer = ByteBuffer.allocate(Math.max(BUFFER_BYTES, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Open or make the file and cut off whatever lies behind the given number of vectors. */
    static VectorFile open(Path path, int dimension, int vectors) throws IOException {
        PlainFile file = PlainFile.open(path, (long) vectors * dimension * Float.BYTES);
        try {
            VectorFile vectorFile = new VectorFile(file, dimension);
            vectorFile.map(vectors - 1);
            return vectorFile;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Append a vector; it can be read after {@link #publish}. Returns its checksum. */
    int write(int ordinal, float[] vector) throws IOException {
        if (ordinal != bufferedFrom + buffered) {
            startAt(ordinal);
        }
        if ((buffered + 1) * bytes > buffer.capacity()) {
            publish();
        }
        int offset = buffered * bytes;
        buffer.clear().position(offset);
        buffer.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
        buffered++;
        return checksum(buffer, offset);
    }

    /** Begin elsewhere; if a write failed its ordinal is used again, and what was buffered before it stays. */
    private void startAt(int ordinal) {
        boolean within = ordinal >= bufferedFrom && ordinal < bufferedFrom + buffered;
        buffered = within ? ordinal - bufferedFrom : 0;
        bufferedFrom = ordinal - buffered;
    }

    /** Make all vectors written so far readable. */
    void publish() throws IOException {
        map(bufferedFrom + buffered - 1);
        buffer.clear().limit(buffered * bytes);
        file.write(buffer, (long) bufferedFrom * bytes);
        bufferedFrom += buffered;
        buffered = 0;
    }

    private void map(int ordinal) throws IOException {
        int block = ordinal >> BLOCK_BITS;
        int have = blocks.length;
        if (block < have) {
            return;
        }
        long blockBytes = (long) bytes << BLOCK_BITS;
        ByteBuffer[] more = Arrays.copyOf(blocks, block + 1);
        for (int i = have; i <= block; i++) {
            // a map must lie within the file; the file system keeps the hole without storing it
            if (file.size() < (i + 1) * blockBytes) {
                file.write(ByteBuffer.allocate(1), (i + 1) * blockBytes - 1);
            }
            more[i] = file.map(i * blockBytes, blockBytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        blocks = more;
    }

    /** Copy a vector into an array of the file's dimension. */
    void read(int ordinal, float[] target) {
        // a view of its own for each read costs nothing that can be measured and keeps no position
        FloatBuffer floats = blocks[ordinal >>> BLOCK_BITS].asFloatBuffer();
        floats.get((ordinal & BLOCK_MASK) * dimension, target);
    }

    int checksum(int ordinal) {
        return checksum(blocks[ordinal >>> BLOCK_BITS], (ordinal & BLOCK_MASK) * bytes);
    }

    private int checksum(ByteBuffer source, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(source.duplicate().limit(offset + bytes).position(offset));
        return (int) crc.getValue();
    }

    /** Overwrite vectors with zeros. */
    void zero(int ordinal, int count) throws IOException {
        file.write(ByteBuffer.allocate(count * bytes), (long) ordinal * bytes);
    }

    void force() throws IOException {
        file.force();
    }

    /** Give the disk space back at once; nobody may read any more. The maps themselves go with the garbage collector. */
    void discard() throws IOException {
        file.truncate(0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
