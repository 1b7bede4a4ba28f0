package org.mneme.notify.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.tck.notifier.NotifierContract;

class WebhookNotifierContractTest extends NotifierContract {

    /** One receiver that takes everything, and one that never answers. */
    private static final class Receivers implements org.mneme.tck.notifier.Receiver {

        private final Receiver taking;
        private final Receiver hanging;

        Receivers() {
            try {
                taking = Receiver.answering("200 OK");
                hanging = Receiver.behaving((self, socket) -> self.closed.await());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String address() {
            return taking.url();
        }

        @Override
        public String brokenAddress() {
            return hanging.url();
        }

        @Override
        public List<String> badAddresses() {
            return List.of("", "log:audit", "ftp://127.0.0.1/", "http://10.0.0.1/", "http://0x7f.1/", "http://a b/");
        }

        @Override
        public List<String> bodies() {
            return taking.received().stream()
                    .map(request -> new String(request.body(), StandardCharsets.UTF_8))
                    .toList();
        }

        @Override
        public void close() {
            try {
                taking.close();
                hanging.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    protected NotifierProvider provider() {
        return new WebhookNotifierProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of(
                "allow-http", "true", "allow-networks", "127.0.0.1/32", "connect-timeout", "1s", "total-timeout", "2s");
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    @Override
    protected org.mneme.tck.notifier.Receiver receiver() {
        return new Receivers();
    }
}
