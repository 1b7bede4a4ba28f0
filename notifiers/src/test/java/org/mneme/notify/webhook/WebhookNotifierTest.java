package org.mneme.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mneme.spi.notifier.DeliveryResult;
import org.mneme.spi.notifier.Notification;
import org.mneme.spi.notifier.Notifier;

class WebhookNotifierTest {

    private static DeliveryResult deliver(Receiver receiver) {
        try (Notifier notifier = Notifiers.local()) {
            return notifier.deliver(Notifiers.to(receiver.url()));
        }
    }

    private static Duration timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void reset(Socket socket) throws Exception {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void postsTheExactBytesWithItsHeaders() throws Exception {
        try (Receiver receiver = Receiver.answering("200 OK")) {
            DeliveryResult result = deliver(receiver);

            assertThat(result.delivered()).isTrue();
            assertThat(result.status()).contains(200);
            Notification sent = Notifiers.to(receiver.url());
            assertThat(receiver.only().requestLine()).isEqualTo("POST /hook HTTP/1.1");
            assertThat(receiver.only().body()).isEqualTo(sent.body().getBytes(StandardCharsets.UTF_8));
            assertThat(receiver.only().headers())
                    .containsEntry("user-agent", "Mneme")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("webhook-id", "evt_01")
                    .containsEntry("webhook-timestamp", "1773500645")
                    .containsEntry("host", "127.0.0.1:" + receiver.port())
                    .containsKeys("x-retainr-signature", "webhook-signature")
                    .doesNotContainKeys("cookie", "authorization", "accept-encoding", "expect");
        }
    }

    @Test
    void everyAnswerOfTheTwoHundredsIsASuccess() throws Exception {
        try (Receiver receiver = Receiver.answering("204 No Content")) {
            assertThat(deliver(receiver)).isEqualTo(DeliveryResult.delivered(java.util.Optional.of(204)));
        }
    }

    @Test
    void aServerErrorIsAFailureWithItsStatus() throws Exception {
        try (Receiver receiver = Receiver.answering("500 Oh")) {
            DeliveryResult result = deliver(receiver);
            assertThat(result.delivered()).isFalse();
            assertThat(result.status()).contains(500);
            assertThat(result.error()).contains("the receiver answered 500");
            assertThat(result.gone()).isFalse();
        }
    }

    @Test
    void tellsHowManySecondsAThrottlingReceiverAskedFor() throws Exception {
        try (Receiver receiver = Receiver.answering("429 Slow Down\r\nRetry-After: 37")) {
            assertThat(deliver(receiver).retryAfter()).contains(Duration.ofSeconds(37));
        }
    }

    @Test
    void tellsHowLongItIsUntilTheDateAReceiverAskedFor() throws Exception {
        try (Receiver receiver = Receiver.answering("503 Later\r\nRetry-After: Sat, 14 Mar 2026 15:05:05 GMT")) {
            assertThat(deliver(receiver).retryAfter()).contains(Duration.ofMinutes(1));
        }
    }

    @Test
    void goneMeansNeverAgain() throws Exception {
        try (Receiver receiver = Receiver.answering("410 Gone")) {
            assertThat(deliver(receiver).gone()).isTrue();
        }
    }

    @Test
    void aRedirectToAPrivateAddressIsNotFollowed() throws Exception {
        try (Receiver inside = Receiver.answering("200 OK");
                Receiver receiver = Receiver.answering("307 Over There\r\nLocation: " + inside.url())) {
            DeliveryResult result = deliver(receiver);
            assertThat(result.delivered()).isFalse();
            assertThat(result.status()).contains(307);
            assertThat(result.error().orElseThrow()).contains("redirects are not followed");
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void aCookieIsNotSentBack() throws Exception {
        try (Receiver receiver = Receiver.answering("200 OK\r\nSet-Cookie: a=b; Path=/");
                Notifier notifier = Notifiers.local()) {
            notifier.deliver(Notifiers.to(receiver.url()));
            notifier.deliver(Notifiers.to(receiver.url()));
            assertThat(receiver.received())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("cookie"));
        }
    }

    @Test
    void aReceiverThatNeverAnswersIsLeftWhenTheTimeIsUp() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> {
            self.read(socket);
            self.closed.await();
        })) {
            assertThat(timed(() -> assertThat(deliver(receiver).error()).contains("no answer in time")))
                    .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(4));
        }
    }

    @Test
    void aReceiverThatNeverReadsIsLeftWhenTheTimeIsUp() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> self.closed.await());
                Notifier notifier = Notifiers.local()) {
            Notification large = new Notification(
                    "evt_1",
                    "memory.created",
                    receiver.url(),
                    "x".repeat(20_000_000),
                    java.util.List.of(),
                    Instant.now());
            assertThat(timed(() ->
                            assertThat(notifier.deliver(large).delivered()).isFalse()))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void anAnswerThatDripsIsLeftWhenTheTimeIsUp() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> {
            self.read(socket);
            OutputStream out = socket.getOutputStream();
            for (char c : ("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(10_000)).toCharArray()) {
                out.write(c);
                out.flush();
                self.closed.await(100, TimeUnit.MILLISECONDS);
            }
        })) {
            assertThat(timed(() -> assertThat(deliver(receiver).error()).contains("no answer in time")))
                    .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(4));
        }
    }

    @Test
    void aBodyThatDripsDoesNotHoldTheWorkerOnceTheStatusIsKnown() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> {
            self.read(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!self.closed.await(50, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        })) {
            assertThat(timed(() -> assertThat(deliver(receiver).delivered()).isTrue()))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void anEndlessBodyIsReadOnlyToItsBound() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> {
            self.read(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] much = new byte[1 << 16];
            while (true) {
                out.write(much);
            }
        })) {
            assertThat(timed(() -> assertThat(deliver(receiver).delivered()).isTrue()))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void endlessHeadersAreNotReadForEver() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> {
            self.read(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X-More: x\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            assertThat(timed(() -> assertThat(deliver(receiver).delivered()).isFalse()))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void aResetBeforeReadingIsAFailure() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> reset(socket))) {
            DeliveryResult result = deliver(receiver);
            assertThat(result.delivered()).isFalse();
            assertThat(result.error().orElseThrow()).contains("connection");
        }
    }

    @Test
    void aResetAfterReadingIsAFailure() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> {
            self.read(socket);
            reset(socket);
        })) {
            DeliveryResult result = deliver(receiver);
            assertThat(receiver.only().body()).isNotEmpty();
            assertThat(result.delivered()).isFalse();
            assertThat(result.status()).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsNotHttpIsAFailure() throws Exception {
        try (Receiver receiver = Receiver.behaving((self, socket) -> {
            self.read(socket);
            socket.getOutputStream().write("220 mail ready\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.close();
        })) {
            assertThat(deliver(receiver).delivered()).isFalse();
        }
    }

    @Test
    void nobodyListeningIsAFailure() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        try (Notifier notifier = Notifiers.local()) {
            assertThat(notifier.deliver(Notifiers.to("http://127.0.0.1:" + port))
                            .error())
                    .contains("the connection was not accepted");
        }
    }

    @Test
    void aLookUpThatHangsEndsTheAttempt() {
        try (Notifier notifier = Notifiers.open(
                host -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new java.net.UnknownHostException(host);
                },
                "connect-timeout",
                "300ms")) {
            assertThat(timed(() -> assertThat(notifier.deliver(Notifiers.to("https://slow.example/"))
                                    .error()
                                    .orElseThrow())
                            .contains("could not be found")))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aSystemPropertyDoesNotSendItThroughAProxy() throws Exception {
        try (Receiver proxy = Receiver.answering("200 OK");
                Receiver receiver = Receiver.answering("200 OK")) {
            String[] names = {"http.proxyHost", "http.proxyPort", "socksProxyHost", "socksProxyPort"};
            try {
                for (String name : names) {
                    System.setProperty(name, name.endsWith("Host") ? "127.0.0.1" : "" + proxy.port());
                }
                System.setProperty("http.nonProxyHosts", "");
                assertThat(deliver(receiver).delivered()).isTrue();
            } finally {
                for (String name : names) {
                    System.clearProperty(name);
                }
                System.clearProperty("http.nonProxyHosts");
            }
            assertThat(proxy.connections()).isZero();
            assertThat(receiver.connections()).isOne();
        }
    }
}
