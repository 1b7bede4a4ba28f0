package org.mneme.tck.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.TestClock;

/** Hold one store open for tests: its first server, others beside it, and the clock of all. */
public final class Store implements AutoCloseable {

    private final StorageUnderTest underTest;
    private final String name;
    private final Path root;
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final List<Storage> others = new ArrayList<>();
    private Storage first;

    Store(StorageUnderTest underTest, String name, Path root) {
        this.underTest = underTest;
        this.name = name;
        this.root = root;
        this.first = open("first");
    }

    /** Make a model the active one, unless it is. */
    Store activate(EmbeddingSpaces.Space space) {
        if (first.embeddingSpaces().active().isEmpty()) {
            first.embeddingSpaces().activate(space);
        }
        return this;
    }

    /** Return the first server's storage. */
    public Storage storage() {
        return first;
    }

    /** Close the first server and open it again. */
    public Storage reopen() {
        first.close();
        first = open("first");
        return first;
    }

    /** Open one more server on the same store, closed with it. */
    public Storage another() {
        Storage another = open("other" + others.size());
        others.add(another);
        return another;
    }

    /** Close the first server, let a process write in its place, and return that. */
    WritingProcess writeElsewhere(Class<?> contract) {
        first.close();
        first = null;
        return underTest.startWriting(contract, name, directory("first"));
    }

    /** Open the first server again after {@link #writeElsewhere}. */
    Storage openAgain() {
        first = open("first");
        return first;
    }

    /** Return the clock of all servers. */
    public TestClock clock() {
        return clock;
    }

    private Storage open(String server) {
        return underTest.open(name, clock, directory(server));
    }

    private Path directory(String server) {
        try {
            return Files.createDirectories(root.resolve(name).resolve(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        others.forEach(Storage::close);
        if (first != null) {
            first.close();
        }
        underTest.drop(name);
    }
}
