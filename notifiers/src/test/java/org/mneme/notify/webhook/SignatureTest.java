package org.mneme.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mneme.spi.notifier.Notifier;

/** Signatures of real requests, checked by programs that are not ours. */
class SignatureTest {

    private static final String WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static Receiver.Received send(String... secrets) throws Exception {
        try (Receiver receiver = Receiver.answering("200 OK");
                Notifier notifier = Notifiers.local()) {
            assertThat(notifier.deliver(Notifiers.signedWith(receiver.url(), Instant.now(), secrets))
                            .delivered())
                    .isTrue();
            return receiver.only();
        }
    }

    private static void verify(Webhook library, Receiver.Received request, String body)
            throws WebhookVerificationException {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        library.verify(body, headers);
    }

    private static String body(Receiver.Received request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theDocumentsOwnExampleAcceptsTheSignature() throws Exception {
        for (String secret : List.of("plain secret – with ümlaut", WHSEC, "a3f8")) {
            Receiver.Received request = send(secret);
            assertThat(node(secret, request.headers().get("x-retainr-signature"), request.body()))
                    .isEqualTo("true");
        }
    }

    @Test
    void theDocumentsOwnExampleRefusesAnotherBody() throws Exception {
        Receiver.Received request = send("plain");
        assertThat(node("plain", request.headers().get("x-retainr-signature"), "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("false");
    }

    private static String node(String secret, String signature, byte[] body) throws Exception {
        Path script =
                Path.of(SignatureTest.class.getResource("verify-signature.js").toURI());
        Process node;
        try {
            node = new ProcessBuilder("node", script.toString(), secret, signature)
                    .redirectErrorStream(true)
                    .start();
        } catch (java.io.IOException e) {
            assumeTrue(System.getenv("CI") != null, "node is not here");
            throw e;
        }
        try (var in = node.getOutputStream()) {
            in.write(body);
        }
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        node.waitFor();
        return said;
    }

    @Test
    void aStandardWebhooksLibraryAcceptsASecretOfItsOwnForm() throws Exception {
        Receiver.Received request = send(WHSEC);
        Webhook library = new Webhook(WHSEC);
        assertThatCode(() -> verify(library, request, body(request))).doesNotThrowAnyException();
        assertThatThrownBy(() -> verify(library, request, body(request) + " "))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void aStandardWebhooksLibraryAcceptsAPlainSecretAsItsBytes() throws Exception {
        Receiver.Received request = send("a3f8");
        Webhook raw = new Webhook("a3f8".getBytes(StandardCharsets.UTF_8));
        Webhook encoded =
                new Webhook("whsec_" + Base64.getEncoder().encodeToString("a3f8".getBytes(StandardCharsets.UTF_8)));
        assertThatCode(() -> verify(raw, request, body(request))).doesNotThrowAnyException();
        assertThatCode(() -> verify(encoded, request, body(request))).doesNotThrowAnyException();
    }

    @Test
    void duringARotationBothSecretsAreGood() throws Exception {
        Receiver.Received request = send(WHSEC, "the one before");
        assertThatCode(() -> verify(new Webhook(WHSEC), request, body(request))).doesNotThrowAnyException();
        assertThatCode(() ->
                        verify(new Webhook("the one before".getBytes(StandardCharsets.UTF_8)), request, body(request)))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> verify(new Webhook("a third".getBytes(StandardCharsets.UTF_8)), request, body(request)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThat(request.headers().get("x-retainr-signature")).isEqualTo(Signatures.retainr(WHSEC, request.body()));
    }

    @Test
    void aReplayOfAnOldRequestIsRefusedByTheLibrary() throws Exception {
        try (Receiver receiver = Receiver.answering("200 OK");
                Notifier notifier = Notifiers.local()) {
            notifier.deliver(Notifiers.signedWith(receiver.url(), Instant.now().minusSeconds(3600), WHSEC));
            assertThatThrownBy(() -> verify(new Webhook(WHSEC), receiver.only(), body(receiver.only())))
                    .isInstanceOf(WebhookVerificationException.class);
        }
    }
}
