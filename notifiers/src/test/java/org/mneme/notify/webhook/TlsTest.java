package org.mneme.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notifier;

class TlsTest {

    @TempDir
    Path directory;

    private DeliveryResult deliver(Receiver receiver, String host, Path trusted) {
        try (Notifier notifier = Notifiers.local("trust-certificates", trusted.toString())) {
            return notifier.deliver(Notifiers.to("https://" + host + ":" + receiver.port() + "/hook"));
        }
    }

    @Test
    void aCertificateTheOperatorTrustsIsAccepted() throws Exception {
        Certificates certificates = Certificates.make(directory, "own", "dns:localhost,ip:127.0.0.1");
        try (Receiver receiver = Receiver.on(certificates.listen(), Receiver.answer("200 OK"))) {
            assertThat(deliver(receiver, "localhost", certificates.pem()).delivered())
                    .isTrue();
            assertThat(deliver(receiver, "127.0.0.1", certificates.pem()).delivered())
                    .isTrue();
            assertThat(receiver.received()).hasSize(2);
        }
    }

    @Test
    void aCertificateNobodyTrustsIsRefusedBeforeAnythingIsSent() throws Exception {
        Certificates certificates = Certificates.make(directory, "unknown", "dns:localhost,ip:127.0.0.1");
        try (Receiver receiver = Receiver.on(certificates.listen(), Receiver.answer("200 OK"));
                Notifier notifier = Notifiers.local()) {
            DeliveryResult result = notifier.deliver(Notifiers.to("https://localhost:" + receiver.port() + "/hook"));
            assertThat(result.delivered()).isFalse();
            assertThat(result.error().orElseThrow()).startsWith("TLS failed");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() throws Exception {
        Certificates certificates = Certificates.make(directory, "other", "dns:other.example");
        try (Receiver receiver = Receiver.on(certificates.listen(), Receiver.answer("200 OK"))) {
            DeliveryResult result = deliver(receiver, "localhost", certificates.pem());
            assertThat(result.delivered()).isFalse();
            assertThat(result.error().orElseThrow()).startsWith("TLS failed");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void aReceiverWithoutTlsIsRefused() throws Exception {
        try (Receiver receiver = Receiver.answering("200 OK");
                Notifier notifier = Notifiers.local()) {
            assertThat(notifier.deliver(Notifiers.to("https://127.0.0.1:" + receiver.port() + "/"))
                            .delivered())
                    .isFalse();
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void aHandshakeThatHangsIsLeft() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> self.closed.await());
                Notifier notifier = Notifiers.local()) {
            long start = System.nanoTime();
            assertThat(notifier.deliver(Notifiers.to("https://127.0.0.1:" + receiver.port() + "/"))
                            .delivered())
                    .isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }
}
