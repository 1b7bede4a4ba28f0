package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Filter;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.Concurrently;
import org.mneme.tck.storage.Facts;

/**
 * Let two processes work with one PostgreSQL database, each with indexes of its own.
 *
 * <p>The storage contract opens several servers in one process, which may share what two processes do not.
 */
@ExtendWith(PostgresServer.class)
class TwoProcessesTest {

    private static final String DATABASE = "two_processes";
    private static final int FACTS = 60;
    private static final int THREADS = 3;

    @TempDir
    private Path root;

    @AfterEach
    void dropDatabase() {
        PostgresServer.drop(DATABASE);
    }

    @Test
    void whatBothSayAtTheSameTimeIsStoredOnceAndFoundByBoth() throws Exception {
        try (Storage here = open(root.resolve("here"));
                ChildJvm there =
                        ChildJvm.start(Saying.class, root.resolve("there").toString())) {
            there.awaitMore(1);
            sayAll(here, number -> {});
            there.awaitEnd();

            assertThat(here.memories().count(Facts.SCOPE, Filter.all())).isEqualTo(FACTS);
            for (int number = 0; number < FACTS; number++) {
                assertThat(Facts.nearest(here, number))
                        .as("fact %d by vector", number)
                        .isPresent();
                assertThat(Facts.saying(here, number))
                        .as("fact %d by word", number)
                        .isPresent();
            }
        }
        // and the other one's own indexes, opened again here
        try (Storage there = open(root.resolve("there"))) {
            assertThat(IntStream.range(0, FACTS))
                    .allMatch(number -> Facts.nearest(there, number).isPresent());
        }
    }

    @Test
    void aKilledProcessHoldsTheOtherUpInNothing() throws Exception {
        try (Storage here = open(root.resolve("here"))) {
            List<Integer> acknowledged;
            try (ChildJvm there =
                    ChildJvm.start(Writing.class, root.resolve("there").toString())) {
                there.awaitMore(40);
                acknowledged = there.kill();
            }
            Facts.assertFound(here, acknowledged);
            assertThat(Facts.stored(here)).containsAll(acknowledged);

            assertThat(here.memories().deleteAll(Facts.SCOPE, Filter.all()))
                    .isGreaterThanOrEqualTo(acknowledged.size());
            sayAll(here, number -> {});
            await().until(() -> here.memories().count(Facts.SCOPE, Filter.all()) == FACTS);
        }
    }

    private static Storage open(Path directory) throws IOException {
        return H2File.open(
                Files.createDirectories(directory),
                Map.of("url", PostgresServer.database(DATABASE), "user", "postgres", "pool-size", "6"));
    }

    /** Store every fact under a new id, unless its neighbour says the same. */
    private static void sayAll(Storage storage, IntConsumer said) {
        Concurrently.run(THREADS, thread -> {
            for (int number = 0; number < FACTS; number++) {
                Memory memory = Memory.builder(
                                Ids.next("mem_", Facts.NOW),
                                Facts.SCOPE,
                                Facts.memory(number).content(),
                                Facts.NOW)
                        .build();
                Reconciliation once = new Reconciliation(Facts.SCOPE, 0.9, 10, TwoProcessesTest::keepOrInsert);
                storage.memories()
                        .write(
                                Facts.SCOPE,
                                List.of(new MemoryWrite(
                                        memory, Optional.of(Facts.embedding(number)), List.of(), Optional.of(once))));
                said.accept(number);
            }
            return null;
        });
    }

    private static Reconciliation.Decision keepOrInsert(List<Reconciliation.Neighbour> neighbours) {
        return neighbours.isEmpty()
                ? new Reconciliation.Decision.Insert()
                : new Reconciliation.Decision.Keep(neighbours.get(0).memory().id());
    }

    /** The other process: say every fact, and end. */
    static final class Saying {

        private Saying() {}

        public static void main(String[] arguments) throws Exception {
            try (Storage storage = open(Path.of(arguments[0]))) {
                sayAll(storage, ChildJvm::say);
            }
        }
    }

    /** The other process: write without end. */
    static final class Writing {

        private Writing() {}

        public static void main(String[] arguments) throws Exception {
            Storage storage = open(Path.of(arguments[0]));
            for (int number = 0; ; number++) {
                Facts.store(storage, number, number + 1);
                ChildJvm.say(number);
            }
        }
    }
}
