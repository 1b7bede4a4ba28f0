package ${package};

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

/**
 * Put every event into a file named after it, below the directory that the address names.
 *
 * <p>An event that the server repeats replaces its own file: whoever reads the directory finds each once.
 *
 * @param scheme what an address begins with
 * @param directory where the addresses' directories are
 */
record SpoolNotifier(String scheme, Path directory) implements Notifier {

    @Override
    public void check(String address) {
        if (!isAddress(address)) {
            throw MemoryException.invalid(
                    "url", "url must be " + scheme + " and at most 64 letters, digits, dashes and underscores");
        }
    }

    private boolean isAddress(String address) {
        return address.startsWith(scheme)
                && address.substring(scheme.length()).matches("[A-Za-z0-9_-]{1,64}");
    }

    @Override
    public DeliveryResult deliver(Notification event) {
        if (!isAddress(event.address())) {
            return DeliveryResult.failed("the address is not " + scheme + " and a word");
        }
        try {
            put(directory.resolve(event.address().substring(scheme.length())), event);
            return DeliveryResult.delivered(Optional.empty());
        } catch (IOException e) {
            // never thrown: the server repeats what failed, and shows why
            return DeliveryResult.failed("the event cannot be written: " + e);
        }
    }

    private static void put(Path target, Notification event) throws IOException {
        Files.createDirectories(target);
        // a file has its name only when it is complete
        Path written = Files.createTempFile(target, "event", ".part");
        try {
            Files.writeString(written, event.body());
            Files.move(written, target.resolve(event.id() + ".json"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
