package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Know this server by the same name when it is started again: what it held when it was killed is its own, where other servers
 * wait until they can be sure that it is gone.
 *
 * <p>The name is kept in the data directory and locked there, so that of two servers in one directory the second has another
 * name. The name of the machine is part of it: a copy of the directory elsewhere is another server.
 */
final class ServerName implements AutoCloseable {

    private static final Pattern KEPT = Pattern.compile("[0-9a-f]{32}");
    private static final int MOST_BYTES = 64;

    private final String name;
    private final FileChannel file;

    private ServerName(String name, FileChannel file) {
        this.name = name;
        this.file = file;
    }

    /** Read or make the name that is kept in a directory; where that cannot be, the name is new and ends with this process. */
    static ServerName in(Path directory) {
        try {
            FileChannel file = FileChannel.open(
                    directory.resolve("server"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                FileLock lock = file.tryLock();
                if (lock != null) {
                    return new ServerName(
                            kept(file) + "@" + InetAddress.getLocalHost().getHostName(), file);
                }
            } catch (IOException | OverlappingFileLockException e) {
                // another server is there, or this machine has no name
            }
            file.close();
        } catch (IOException e) {
            // a name for this process does too
        }
        return new ServerName(Cluster.random(), null);
    }

    private static String kept(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        file.read(bytes, 0);
        String kept = new String(bytes.array(), 0, bytes.position(), UTF_8);
        if (KEPT.matcher(kept).matches()) {
            return kept;
        }
        String made = Cluster.random();
        file.truncate(0);
        file.write(ByteBuffer.wrap(made.getBytes(UTF_8)), 0);
        file.force(true);
        return made;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Let the next server in the directory have the name. */
    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
