package org.mneme.example.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mneme.tck.notifier.Receiver;

/** Read what was appended; one file cannot be written, because a directory has its name. */
record EventReader(Path directory) implements Receiver {

    EventReader {
        try {
            Files.createDirectories(directory.resolve("broken.ndjson"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String address() {
        return "file:events";
    }

    @Override
    public String brokenAddress() {
        return "file:broken";
    }

    @Override
    public List<String> badAddresses() {
        return List.of("", "file:", "file:../events", "file:///etc/passwd", "file:a b", "https://example.com/");
    }

    @Override
    public List<String> bodies() {
        Path file = directory.resolve("events.ndjson");
        if (Files.notExists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.substring(line.indexOf("\"body\":") + 7, line.length() - 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
