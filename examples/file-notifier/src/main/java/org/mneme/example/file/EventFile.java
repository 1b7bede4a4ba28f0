package org.mneme.example.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Append lines to one file.
 *
 * <p>The file is opened anew for each line, so it may be moved away (by logrotate, say) at any time. A line is one write at
 * the end of the file: while this plugin is replaced, its former and its new version may append side by side.
 */
final class EventFile {

    private final Path file;
    private final boolean sync;

    EventFile(Path file, boolean sync) {
        this.file = file;
        this.sync = sync;
    }

    /**
     * Append a line, which has its end with it.
     *
     * @throws IOException if it cannot be written, or only a part of it
     */
    synchronized void append(String line) throws IOException {
        Files.createDirectories(file.getParent());
        // a server that was killed, or whose disk was full, has left half a line behind, and its event is repeated
        ByteBuffer bytes = ByteBuffer.wrap((endsWithinLine() ? "\n" + line : line).getBytes(UTF_8));
        try (FileChannel channel = FileChannel.open(file, CREATE, APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (sync) {
                channel.force(false);
            }
        }
    }

    private boolean endsWithinLine() throws IOException {
        if (Files.notExists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }
}
