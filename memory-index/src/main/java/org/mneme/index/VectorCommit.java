package org.mneme.index;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Say up to where a vector index's files count: what lies behind was not yet committed.
 *
 * <p>The file is replaced as a whole, so that it is either the old or the new one.
 *
 * @param identity whose vectors they are
 * @param generation the number in the names of the two files
 * @param logBytes the committed length of the entry log
 * @param vectors the committed number of vectors, dead ones included
 * @param candidates how many candidates the recall check found to be needed
 */
record VectorCommit(VectorIndexIdentity identity, long generation, long logBytes, int vectors, int candidates) {

    static final String FILE = "commit";
    private static final long MAGIC = 0x4D6E656D65563031L;

    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    static VectorCommit read(Path directory) throws IOException {
        byte[] all = bytes(directory.resolve(FILE));
        int length = all.length - Long.BYTES;
        if (length < 0 || ByteBuffer.wrap(all).getLong(length) != checksum(all, length)) {
            throw new DamagedIndexException("the commit's checksum is wrong");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(all))) {
            if (in.readLong() != MAGIC) {
                throw new DamagedIndexException("the commit has another format");
            }
            VectorIndexIdentity identity = new VectorIndexIdentity(in.readUTF(), in.readUTF(), in.readInt());
            return new VectorCommit(identity, in.readLong(), in.readLong(), in.readInt(), in.readInt());
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }

    void write(Path directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeUTF(identity.databaseId());
            out.writeUTF(identity.modelId());
            out.writeInt(identity.dimension());
            out.writeLong(generation);
            out.writeLong(logBytes);
            out.writeInt(vectors);
            out.writeInt(candidates);
            out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        }
        Path temporary = directory.resolve(FILE + ".new");
        try (PlainFile file = PlainFile.open(temporary, 0)) {
            file.write(ByteBuffer.wrap(bytes.toByteArray()), 0);
            file.force();
        }
        Files.move(
                temporary,
                directory.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(Arrays.copyOf(bytes, length));
        return crc.getValue();
    }

    Path vectorFile(Path directory) {
        return vectorFile(directory, generation);
    }

    Path logFile(Path directory) {
        return logFile(directory, generation);
    }

    static Path vectorFile(Path directory, long generation) {
        return directory.resolve("vectors-" + generation + ".f32");
    }

    static Path logFile(Path directory, long generation) {
        return directory.resolve("entries-" + generation + ".log");
    }
}
