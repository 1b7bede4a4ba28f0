package org.mneme.notify.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.mneme.api.MemoryException;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;
import org.mneme.tck.TckContext;

class LogNotifierTest {

    private static final Notification EVENT = new Notification(
            "evt_1",
            "memory.created",
            "log:audit",
            "{\"content\":\"private words\"}",
            List.of("secret"),
            Instant.EPOCH);

    private static Notifier open(Map<String, String> options) {
        LogNotifierProvider provider = new LogNotifierProvider();
        return provider.open(TckContext.of(provider, options));
    }

    private static String logged(Notifier notifier) {
        StringBuilder lines = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.append(line.getLoggerName())
                        .append(' ')
                        .append(line.getMessage())
                        .append('\n');
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
        Logger log = Logger.getLogger("org.mneme.events");
        log.addHandler(handler);
        try {
            assertThat(notifier.deliver(EVENT).delivered()).isTrue();
        } finally {
            log.removeHandler(handler);
        }
        return lines.toString();
    }

    @Test
    void writesTheEventWithoutItsContent() {
        assertThat(logged(open(Map.of())))
                .contains("org.mneme.events.audit", "memory.created", "evt_1")
                .doesNotContain("private words")
                .doesNotContain("secret");
    }

    @Test
    void writesTheContentIfTheOperatorWantsIt() {
        assertThat(logged(open(Map.of("include-content", "true")))).contains("private words");
    }

    @Test
    void refusesAddressesOfAnotherChannel() {
        Notifier notifier = open(Map.of());
        notifier.check("log:audit");
        for (String address : List.of("https://example.com", "log:", "log:a b", "log:a\nb")) {
            assertThatThrownBy(() -> notifier.check(address)).isInstanceOf(MemoryException.class);
        }
    }
}
