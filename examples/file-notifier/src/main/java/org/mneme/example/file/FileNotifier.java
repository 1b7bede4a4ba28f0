package org.mneme.example.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

/** Append every event to the file that its address names: {@code file:audit} is {@code audit.ndjson}. */
final class FileNotifier implements Notifier {

    /** Only a name: no address leads out of the directory. */
    private static final Pattern ADDRESS = Pattern.compile("file:([A-Za-z0-9_-]{1,64})");

    private final Path directory;
    private final boolean sync;
    private final Map<String, EventFile> files = new ConcurrentHashMap<>();

    FileNotifier(Path directory, boolean sync) {
        this.directory = directory;
        this.sync = sync;
    }

    @Override
    public void check(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw MemoryException.invalid(
                    "url", "url must be file: and a name of at most 64 letters, digits, dashes and underscores");
        }
    }

    @Override
    public DeliveryResult deliver(Notification event) {
        Matcher address = ADDRESS.matcher(event.address());
        if (!address.matches()) {
            return DeliveryResult.failed("the address is not file: and a name");
        }
        try {
            file(address.group(1)).append(EventLine.of(event));
            return DeliveryResult.delivered(Optional.empty());
        } catch (IOException e) {
            return DeliveryResult.failed("the event cannot be written: " + e);
        }
    }

    private EventFile file(String name) {
        return files.computeIfAbsent(name, given -> new EventFile(directory.resolve(given + ".ndjson"), sync));
    }

    @Override
    public Health health() {
        boolean writable = Files.isDirectory(directory) ? Files.isWritable(directory) : Files.notExists(directory);
        return writable ? Health.up() : Health.down("cannot write to " + directory);
    }

    @Override
    public void close() {
        // no file stays open between two events
    }
}
