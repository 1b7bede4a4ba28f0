package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.MemoryException;
import org.mneme.tck.storage.Facts;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Whoever names the wrong cluster, or names the right one wrongly, is told which option to change. */
class FailedStartTest {

    private static final String OPTION = "mneme.storage.elasticsearch.";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "shards, 0, 1 … 1024",
        "replicas, 11, 0 … 10",
        "candidates, 49, 50 … 10000",
        "index-prefix, Mneme, lower-case",
        "ca-certificate, nowhere.pem, PEM file",
        "ca-fingerprint, abc, SHA-256",
        "hosts, ftp://es1:9200, https://es1:9200",
        "hosts, http://es1:9200/path, without a path",
        "hosts, http://es1:port, https://es1:9200"
    })
    void aValueThatIsNotAllowedIsSaidWithWhatIs(String option, String value, String allowed) {
        assertThat(refusal(Map.of(option, value)))
                .startsWith(OPTION + option + " ")
                .contains(allowed);
    }

    @Test
    void aPasswordInAnAddressIsRefusedAndNotRepeated() {
        assertThat(refusal(Map.of("hosts", "https://mneme:geheim@es1:9200")))
                .startsWith(OPTION + "hosts ")
                .doesNotContain("geheim");
    }

    @Test
    void aHostThatDoesNotExistIsNamed() {
        assertThat(refusal(Map.of("hosts", "http://no-such-host.invalid:9200")))
                .startsWith(OPTION + "hosts: nothing answers")
                .contains("http://no-such-host.invalid:9200");
    }

    @Test
    void aPortThatNobodyListensAtIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(refusal(Map.of("hosts", "http://127.0.0.1:" + port)))
                .startsWith(OPTION + "hosts: nothing answers")
                .contains("127.0.0.1:" + port);
    }

    @Test
    void aPortThatNeverAnswersIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();
            assertThat(refusal(
                            Map.of("hosts", "http://127.0.0.1:" + silent.getLocalPort(), "request-timeout", "500ms")))
                    .startsWith(OPTION + "hosts: nothing answers");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.17.28", "8.18.8", "2.19.0"})
    void aClusterThatIsTooOldIsSaidToBe(String version) throws IOException {
        assertThat(answering(200, "{\"nodes\": {\"n1\": {\"name\": \"node\", \"version\": \"" + version + "\"}}}"))
                .startsWith(OPTION + "hosts ")
                .contains("version " + version, "8.19 or newer");
    }

    @Test
    void whatIsNotElasticsearchIsSaidNotToBe() throws IOException {
        for (String other : new String[] {"<html>hello</html>", "", "{}", "{\"version\": \"9.1.0\"}", "[]", "1"}) {
            assertThat(answering(200, other)).startsWith(OPTION + "hosts ").contains("not Elasticsearch");
        }
        assertThat(answering(404, "no")).contains("not Elasticsearch", "404");
    }

    @Test
    void credentialsThatAreMissingOrMayDoTooLittleAreSaidToBe() throws IOException {
        assertThat(answering(401, "{}")).startsWith(OPTION + "api-key ").contains("is missing", "user and password");
        assertThat(answering(403, "{}")).contains("monitor", "mneme-*");
    }

    @Test
    void aClusterThatIsBusyIsNotSaidToBeAnythingElse() throws IOException {
        assertThat(answering(503, "{}")).contains("cannot do this now");
    }

    @Test
    void anAnalyzerThatTheClusterDoesNotHaveIsSaidInItsWords() {
        assertThat(refusal(Map.of(
                        "hosts", ElasticsearchNode.uris(), "index-prefix", "tck-analyzer", "analyzer", "klingon")))
                .startsWith(OPTION + "analyzer ")
                .contains("analyzer [klingon] has not been configured");
    }

    @Test
    void aNodeThatDoesNotSpeakTlsIsNotSaidToHaveTheWrongCertificate() throws IOException {
        HttpServer plain = server(200, "{}");
        try {
            assertThat(refusal(Map.of(
                            "hosts", "https://127.0.0.1:" + plain.getAddress().getPort())))
                    .startsWith(OPTION + "hosts")
                    .contains("TLS")
                    .doesNotContain("certificate");
        } finally {
            plain.stop(0);
        }
    }

    private String answering(int status, String body) throws IOException {
        HttpServer server = server(status, body);
        try {
            return refusal(
                    Map.of("hosts", "http://127.0.0.1:" + server.getAddress().getPort() + "/"));
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer server(int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        return server;
    }

    private String refusal(Map<String, String> options) {
        MemoryException refusal = catchThrowableOfType(
                MemoryException.class,
                () -> Facts.open(new ElasticsearchStorageProvider(), directory, options)
                        .close());
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isIn(MemoryException.Kind.INVALID, MemoryException.Kind.UNAVAILABLE);
        return refusal.getMessage();
    }
}
