package org.mneme.war.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** A clock that a test moves ahead while a server that was started with it runs. */
public final class MovedClock {

    private final Path file = ServerDirectory.create("clock-").resolve("ahead");

    /** Make a clock that shows the machine's time. */
    public MovedClock() {
        ahead(Duration.ZERO);
    }

    /** Show a time this much later than the machine's, from now on. */
    public void ahead(Duration duration) {
        try {
            Path next = Files.writeString(file.resolveSibling("next"), duration.toString());
            // whoever reads meanwhile reads the one or the other
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }
}
