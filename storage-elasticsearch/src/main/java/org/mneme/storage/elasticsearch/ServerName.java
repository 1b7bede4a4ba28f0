package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.mneme.api.ContentHash;

/**
 * Know this server by the same name when it is started again: what it held when it was killed is its own, where other servers
 * wait until they can be sure that it is gone.
 *
 * <p>The name is kept in the data directory and locked there, so that of two servers in one directory the second has another
 * name. Which file it is kept in, and on which run of which machine, is part of it: a copy of the directory is another server,
 * on the same machine, on one of the same host name, and on one whose disk is a copy too. The same directory after the machine
 * was started again, or on another machine, is therefore another server as well, and waits as others do. Runs are known on
 * Linux alone: elsewhere, copies of a whole disk under one host name still have one name.
 */
final class ServerName implements AutoCloseable {

    private static final Pattern KEPT = Pattern.compile("[0-9a-f]{32}");
    private static final int MOST_BYTES = 64;
    private static final int PLACE_DIGITS = 16;

    /** Made by Linux at each start of a machine; containers see that of their host. */
    private static final Path RUN = Path.of("/proc/sys/kernel/random/boot_id");

    private final String name;
    private final FileChannel file;

    private ServerName(String name, FileChannel file) {
        this.name = name;
        this.file = file;
    }

    /** Read or make the name that is kept in a directory; where that cannot be, the name is new and ends with this process. */
    static ServerName in(Path directory) {
        return in(directory, machine());
    }

    /**
     * Read or make the name that is kept in a directory.
     *
     * @param machine tells this run of this machine from others
     */
    static ServerName in(Path directory, String machine) {
        try {
            Path kept = directory.resolve("server");
            FileChannel file = FileChannel.open(
                    kept, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = file.tryLock();
                if (lock != null) {
                    String place = ContentHash.of(identity(kept) + "\n" + machine);
                    return new ServerName(kept(file) + "@" + place.substring(0, PLACE_DIGITS), file);
                }
            } catch (IOException | OverlappingFileLockException e) {
                // another server is there
            }
            file.close();
        } catch (IOException e) {
            // a name for this process does too
        }
        return new ServerName(Cluster.random(), null);
    }

    /** Tell a file from every other one of this machine, a copy of it included. */
    private static String identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath().toString() : key.toString();
    }

    private static String machine() {
        return host() + "\n" + run();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Cluster.random();
        }
    }

    private static String run() {
        try {
            return Files.readString(RUN).strip();
        } catch (IOException e) {
            return "";
        }
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
