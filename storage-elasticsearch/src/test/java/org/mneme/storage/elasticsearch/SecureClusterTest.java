package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.MemoryException;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Reach a cluster by TLS, with each kind of credentials, and be told what is wrong when that fails. */
class SecureClusterTest {

    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("mneme:p4:ss wörd".getBytes(UTF_8));

    @TempDir
    private Path directory;

    @Test
    void basicAuthenticationAndACertificateInAFile() throws Exception {
        try (SecureFront front = front(BASIC)) {
            assertWorks(options(
                    front,
                    Map.of(
                            "user",
                            "mneme",
                            "password",
                            "p4:ss wörd",
                            "ca-certificate",
                            front.certificate(directory.resolve("ca.pem")).toString())));
        }
    }

    @Test
    void anApiKeyAndAFingerprint() throws Exception {
        try (SecureFront front = front("ApiKey bW5lbWU6c2VjcmV0")) {
            assertWorks(options(front, Map.of("api-key", "bW5lbWU6c2VjcmV0", "ca-fingerprint", front.fingerprint())));
        }
    }

    @Test
    void wrongCredentialsAreSaidToBeWrong() throws Exception {
        try (SecureFront front = front(BASIC)) {
            assertThatThrownBy(() -> open(options(
                            front,
                            Map.of("user", "mneme", "password", "guessed", "ca-fingerprint", front.fingerprint()))))
                    .isInstanceOf(MemoryException.class)
                    .hasMessageContaining("mneme.storage.elasticsearch.user and password are not accepted")
                    .hasMessageNotContaining("guessed");
            assertThatThrownBy(() ->
                            open(options(front, Map.of("api-key", "guessed", "ca-fingerprint", front.fingerprint()))))
                    .isInstanceOf(MemoryException.class)
                    .hasMessageContaining("mneme.storage.elasticsearch.api-key is not accepted")
                    .hasMessageNotContaining("guessed");
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidToBe() throws Exception {
        try (SecureFront front = front(BASIC)) {
            assertThatThrownBy(() -> open(options(front, Map.of("user", "mneme", "password", "p4:ss wörd"))))
                    .isInstanceOf(MemoryException.class)
                    .hasMessageContaining("mneme.storage.elasticsearch.ca-certificate", "not trusted");
            assertThatThrownBy(() -> open(options(front, Map.of("ca-fingerprint", "00".repeat(32)))))
                    .isInstanceOf(MemoryException.class)
                    .hasMessageContaining("certificate");
        }
    }

    @Test
    void aFileThatHoldsNoCertificateIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("ca.pem"), "nothing of the kind");
        assertThatThrownBy(() -> open(Map.of("ca-certificate", file.toString())))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("mneme.storage.elasticsearch.ca-certificate");
    }

    private SecureFront front(String authorization) throws Exception {
        return SecureFront.before(ElasticsearchNode.uris().split(",")[0], authorization, directory);
    }

    private static Map<String, String> options(SecureFront front, Map<String, String> security) {
        Map<String, String> options = new HashMap<>(security);
        options.put("hosts", front.uri());
        options.put("index-prefix", "tck-secure-" + Cluster.random().substring(0, 8));
        options.put("replicas", "0");
        return options;
    }

    private Storage open(Map<String, String> options) {
        return Facts.open(new ElasticsearchStorageProvider(), directory, options);
    }

    private void assertWorks(Map<String, String> options) {
        try (Storage storage = open(options)) {
            Facts.store(storage, 0, 3);
            Facts.assertFound(storage, List.of(0, 2));
            assertThat(Facts.stored(storage)).hasSize(3);
        }
    }
}
