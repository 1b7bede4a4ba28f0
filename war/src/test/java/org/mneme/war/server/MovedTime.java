package org.mneme.war.server;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Stand in for the server's clock, inside the server: what the machine shows and a {@link MovedClock} adds. */
@Alternative
@Priority(1)
@ApplicationScoped
public class MovedTime {

    /** The name of the system property that says which file holds how far the clock is ahead. */
    static final String FILE = "org.mneme.test.clock";

    /** Return the clock the server is to live by. */
    @Produces
    public Clock clock() {
        Path file = Path.of(System.getProperty(FILE));
        InstantSource source = () -> Instant.now().plus(ahead(file));
        return source.withZone(ZoneOffset.UTC);
    }

    private static Duration ahead(Path file) {
        try {
            return Duration.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
