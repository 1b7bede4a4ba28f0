package ${package};

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mneme.tck.notifier.Receiver;

/** Stand at the other end of the channel: read the directory, and have one that nothing can be put into. */
record SpoolReader(Path directory) implements Receiver {

    SpoolReader {
        try {
            Files.writeString(directory.resolve("broken"), "a file where a directory should be");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String address() {
        return "${artifactId}:events";
    }

    @Override
    public String brokenAddress() {
        return "${artifactId}:broken";
    }

    @Override
    public List<String> badAddresses() {
        return List.of("", "${artifactId}:", "${artifactId}:../up", "${artifactId}:a b", "https://example.com/");
    }

    @Override
    public List<String> bodies() {
        if (Files.notExists(directory.resolve("events"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory.resolve("events"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(SpoolReader::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
