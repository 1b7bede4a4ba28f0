package org.mneme.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keep the copies of jars that are loaded, in a directory of this process alone.
 *
 * <p>What a process leaves that was killed is removed by the next one: a lock tells the living from the dead, as process
 * ids do not where every server is process 1 of a container.
 */
final class WorkDirectory implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;

    private WorkDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Make a directory for this process below another, and remove those whose process is gone. */
    static WorkDirectory below(Path parent) throws IOException {
        Files.createDirectories(parent);
        for (Path other : list(parent)) {
            removeIfLeft(other);
        }
        Path directory = Files.createTempDirectory(parent, "run-");
        FileChannel lock =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        return new WorkDirectory(directory, lock);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static void removeIfLeft(Path directory) {
        Path file = directory.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                remove(directory);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // somebody lives there, or somebody else removes it
        }
    }

    /** Make an empty directory for one jar. */
    Path forOne() throws PluginFault {
        try {
            return Files.createTempDirectory(directory, "jar-");
        } catch (IOException e) {
            throw new PluginFault("cannot make a directory in " + directory + ": " + PluginFailure.describe(e));
        }
    }

    /** Remove a directory with everything in it, as far as that is possible. */
    static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // a file that is still open on Windows: the next start removes it
        }
    }

    @Override
    public void close() {
        remove(directory);
        try {
            lock.close();
        } catch (IOException e) {
            // it is given back when the process ends
        }
    }
}
