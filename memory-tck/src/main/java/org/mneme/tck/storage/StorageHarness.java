package org.mneme.tck.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mneme.api.Ids;
import org.mneme.tck.RuleNames;

/**
 * Open the storage under test before the first test and close it after the last.
 *
 * <p>Extend {@link StorageContract} to prove a whole storage; extend this and implement some of the contracts to work on a
 * part.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(RuleNames.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StorageHarness implements StorageFixture {

    private StorageUnderTest underTest;
    private Path root;
    private Store shared;

    /** Say which storage is to be proven; asked once. */
    protected abstract StorageUnderTest underTest();

    @BeforeAll
    final void openShared() throws IOException {
        root = Files.createTempDirectory("mneme-tck");
        underTest = underTest();
        shared = fresh();
    }

    @AfterAll
    final void closeShared() throws IOException {
        if (shared != null) {
            shared.close();
        }
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(StorageHarness::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final Store shared() {
        return shared;
    }

    @Override
    public final Store fresh() {
        return unused().activate(Samples.SPACE);
    }

    @Override
    public final Store unused() {
        return new Store(underTest, Ids.next("tck", Instant.now()).toLowerCase(Locale.ROOT), root);
    }
}
