package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.tck.notifier.NotifierContract;
import org.mneme.tck.notifier.Receiver;

/** The whole contract of a notifier, and below it what only this one promises. */
class SpoolNotifierTest extends NotifierContract {

    @TempDir
    private Path directory;

    @Override
    protected NotifierProvider provider() {
        return new SpoolNotifierProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("directory", directory.toString());
    }

    @Override
    protected Receiver receiver() {
        return new SpoolReader(directory);
    }

    @Test
    void anEventThatIsRepeatedIsFoundOnce() {
        Instant now = Instant.parse("2026-03-14T15:09:26Z");
        Notification event =
                new Notification("evt_1", "memory.created", "${artifactId}:tea", "{}", List.of(), now);

        try (Notifier notifier = provider().open(context())) {
            assertThat(notifier.deliver(event).delivered()).isTrue();
            assertThat(notifier.deliver(event).delivered()).isTrue();
        }

        assertThat(directory.resolve("tea")).isDirectoryContaining("glob:**/evt_1.json");
        assertThat(directory.resolve("tea").toFile().list()).hasSize(1);
    }
}
