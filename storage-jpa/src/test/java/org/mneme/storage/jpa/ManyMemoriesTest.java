package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Filter;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;

/** Open a store of many memories, with its indexes and without; {@code -Dmneme.test.memories=100000} for the full figure. */
class ManyMemoriesTest {

    private static final int MEMORIES = Integer.getInteger("mneme.test.memories", 5_000);
    private static final int BATCH = 500;

    @Test
    void manyMemoriesOpenSoon(@TempDir Path directory) throws Exception {
        try (Storage storage = H2File.open(directory, Map.of())) {
            for (int from = 0; from < MEMORIES; from += BATCH) {
                Facts.store(storage, from, Math.min(from + BATCH, MEMORIES));
            }
        }
        Duration usual = openAndFind(directory);
        try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        Duration rebuilt = openAndFind(directory);

        System.out.printf(
                "%,d memories: opened in %,d ms, with both indexes rebuilt in %,d ms%n",
                MEMORIES, usual.toMillis(), rebuilt.toMillis());
        assertThat(usual).isLessThan(Duration.ofSeconds(15));
        assertThat(rebuilt).isLessThan(Duration.ofSeconds(15).plusMillis(MEMORIES));
    }

    /** Return how long opening took, and one search, which no longer has to load anything. */
    private static Duration openAndFind(Path directory) {
        Instant begin = Instant.now();
        try (Storage storage = H2File.open(directory, Map.of())) {
            Facts.assertFound(storage, List.of(MEMORIES / 2));
            Duration opened = Duration.between(begin, Instant.now());
            assertThat(storage.memories().count(Facts.SCOPE, Filter.all())).isEqualTo(MEMORIES);
            Facts.assertFound(storage, List.of(0, MEMORIES / 3, MEMORIES - 1));
            return opened;
        }
    }
}
