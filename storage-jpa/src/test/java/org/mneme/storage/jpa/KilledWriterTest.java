package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;

/**
 * Kill a process that writes to an H2 file, time and again, and count the acknowledged writes that are gone.
 *
 * <p>Without a control, such a test may find nothing because it looks for nothing. Here the control is H2 as it comes: the
 * same storage, the same load, the same kills, only without the checkpoints that {@link H2Dialect} asks for.
 */
class KilledWriterTest {

    private static final int KILLS = Integer.getInteger("mneme.test.kills", 3);
    private static final int WRITERS = 4;

    private final Random random = new Random(20_261_121);

    @TempDir
    private Path directory;

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        assertThat(lost(Map.of())).isEmpty();
    }

    @Test
    void theDefaultSettingsOfH2LoseAcknowledgedWrites() throws Exception {
        assertThat(lost(Map.of("jndi", H2AsItComes.NAME)))
                .as("lost by the control: if nothing is, this test proves nothing of the other one")
                .isNotEmpty();
    }

    /** Return the numbers of the facts that were acknowledged before a kill and missing after it. */
    private Set<Integer> lost(Map<String, String> options) throws InterruptedException {
        Set<Integer> lost = new HashSet<>();
        Set<Integer> acknowledged = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm writer = ChildJvm.start(
                    Writer.class, directory.toString(), options.getOrDefault("jndi", ""), kill + "000000")) {
                writer.awaitMore(50);
                // not a wait for a condition: the kill comes at a moment nobody has chosen
                TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
                acknowledged.addAll(writer.kill());
            }
            try (Storage storage = H2File.open(directory, Map.of())) {
                Set<Integer> stored = Facts.stored(storage);
                acknowledged.stream().filter(number -> !stored.contains(number)).forEach(lost::add);
                Facts.assertFound(storage, stored.stream().limit(100).toList());
            }
        }
        return lost;
    }

    /** Store facts without end, and say each that was acknowledged. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            if (!arguments[1].isEmpty()) {
                H2AsItComes.bind(Path.of(arguments[0]));
            }
            Storage storage = H2File.open(
                    Path.of(arguments[0]), arguments[1].isEmpty() ? Map.of() : Map.of("jndi", arguments[1]));
            AtomicInteger next = new AtomicInteger(Integer.parseInt(arguments[2]));
            for (int i = 0; i < WRITERS; i++) {
                new Thread(() -> writeOn(storage, next)).start();
            }
        }

        private static void writeOn(Storage storage, AtomicInteger next) {
            while (true) {
                int number = next.getAndIncrement();
                Facts.store(storage, number, number + 1);
                ChildJvm.say(number);
            }
        }
    }
}
