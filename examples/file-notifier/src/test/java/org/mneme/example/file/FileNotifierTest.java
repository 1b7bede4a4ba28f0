package org.mneme.example.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.spi.Health;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.tck.Concurrently;
import org.mneme.tck.notifier.NotifierContract;
import org.mneme.tck.notifier.Receiver;

class FileNotifierTest extends NotifierContract {

    private static final Instant NOW = Instant.parse("2026-03-14T15:09:26Z");

    @TempDir
    private Path directory;

    @Override
    protected NotifierProvider provider() {
        return new FileNotifierProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("directory", directory.toString());
    }

    @Override
    protected Receiver receiver() {
        return new EventReader(directory);
    }

    private void deliver(String id, String body) {
        try (Notifier notifier = provider().open(context())) {
            Notification event = new Notification(id, "memory.created", "file:audit", body, List.of(), NOW);
            assertThat(notifier.deliver(event).delivered()).isTrue();
        }
    }

    private String written() throws IOException {
        return Files.readString(directory.resolve("audit.ndjson"));
    }

    @Test
    void anEventIsOneLineWithItsIdAndTime() throws IOException {
        deliver("evt_1", "{\n  \"n\": 1\n}");

        assertThat(written())
                .isEqualTo("{\"id\":\"evt_1\",\"event\":\"memory.created\",\"at\":\"2026-03-14T15:09:26Z\","
                        + "\"body\":{   \"n\": 1 }}\n");
    }

    @Test
    void aSignInAnIdDoesNotBreakTheLine() throws IOException {
        deliver("a\"b\\c\nd", "{}");

        assertThat(written()).startsWith("{\"id\":\"a\\\"b\\\\c\\u000ad\",").hasLineCount(1);
    }

    @Test
    void whatIsThereAlreadyIsKeptAndHalfALineIsEnded() throws IOException {
        Files.writeString(directory.resolve("audit.ndjson"), "{\"id\":\"evt_0\"}\n{\"id\":\"evt_killed while wri");

        deliver("evt_1", "{}");

        assertThat(written().lines()).hasSize(3).startsWith("{\"id\":\"evt_0\"}");
        assertThat(written().lines().skip(2)).singleElement().asString().startsWith("{\"id\":\"evt_1\"");
    }

    @Test
    void twoVersionsMayAppendSideBySide() throws IOException {
        try (Notifier former = provider().open(context());
                Notifier latter = provider().open(context())) {
            Concurrently.run(4, thread -> {
                for (int i = 0; i < 50; i++) {
                    String body = "{\"n\":" + (thread * 50 + i) + "}";
                    Notification event =
                            new Notification("evt_" + i, "memory.created", "file:audit", body, List.of(), NOW);
                    (thread % 2 == 0 ? former : latter).deliver(event);
                }
                return thread;
            });
        }

        assertThat(written().lines().filter(line -> line.endsWith("}}")))
                .hasSize(200)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFileThatWasMovedAwayIsBegunAnew() throws IOException {
        deliver("evt_1", "{}");
        Files.move(directory.resolve("audit.ndjson"), directory.resolve("audit.1"));

        deliver("evt_2", "{}");

        assertThat(written()).contains("evt_2").doesNotContain("evt_1");
        assertThat(directory.resolve("audit.1")).content().contains("evt_1");
    }

    @Test
    void aDirectoryThatCannotBeOneIsSeenInTheHealth() throws IOException {
        Path file = Files.writeString(directory.resolve("no-directory"), "");

        try (Notifier notifier = new FileNotifier(file, false)) {
            assertThat(notifier.health().state()).isEqualTo(Health.State.DOWN);
        }
    }
}
