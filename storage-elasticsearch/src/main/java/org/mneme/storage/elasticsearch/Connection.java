package org.mneme.storage.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.transport.TransportUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;

/** Make the client of the cluster out of the options: where its nodes are, who asks, and whom to trust. */
final class Connection {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int PER_NODE = 64;
    private static final int TOTAL = 256;

    private Connection() {}

    static RestClient open(ElasticsearchOptions options, RestClient.FailureListener failures) {
        HttpHost[] hosts = options.hosts().stream().map(Connection::host).toArray(HttpHost[]::new);
        Optional<SSLContext> trust = trust(options);
        return RestClient.builder(hosts)
                .setFailureListener(failures)
                .setDefaultHeaders(authorization(options))
                .setCompressionEnabled(false)
                .setRequestConfigCallback(request -> request.setConnectTimeout(
                                (int) options.connectTimeout().toMillis())
                        .setConnectionRequestTimeout(
                                (int) options.requestTimeout().toMillis())
                        .setSocketTimeout((int) options.requestTimeout().toMillis()))
                .setHttpClientConfigCallback(http -> {
                    trust.ifPresent(http::setSSLContext);
                    // who we are is in a header of ours: what is remembered for basic authentication would be looked up
                    // for nothing
                    return http.disableAuthCaching()
                            .setMaxConnPerRoute(PER_NODE)
                            .setMaxConnTotal(TOTAL);
                })
                .build();
    }

    private static HttpHost host(String address) {
        try {
            URI uri = new URI(address.contains("://") ? address : "http://" + address);
            boolean plain = Set.of("", "/").contains(uri.getPath()) && uri.getQuery() == null;
            if (plain && uri.getHost() != null && uri.getUserInfo() == null && SCHEMES.contains(uri.getScheme())) {
                return new HttpHost(uri.getHost(), uri.getPort(), uri.getScheme());
            }
        } catch (URISyntaxException e) {
            // said below, and without the address where a password may be in it
        }
        String shown = address.contains("@") ? "one with a user or password in it" : "\"" + address + "\"";
        throw ElasticsearchOptions.wrong(
                "hosts",
                "are addresses of nodes by commas, such as https://es1:9200, without a path, user or password; not "
                        + shown);
    }

    private static Header[] authorization(ElasticsearchOptions options) {
        Optional<String> basic = options.user()
                .map(user -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":" + options.password().orElse("")).getBytes(UTF_8)));
        return options.apiKey().map(key -> "ApiKey " + key).or(() -> basic).stream()
                .map(value -> new BasicHeader("Authorization", value))
                .toArray(Header[]::new);
    }

    private static Optional<SSLContext> trust(ElasticsearchOptions options) {
        return options.caCertificate()
                .map(Connection::authority)
                .or(() -> options.fingerprint().map(Connection::fingerprint));
    }

    private static SSLContext authority(Path file) {
        try {
            return TransportUtils.sslContextFromHttpCaCrt(file.toFile());
        } catch (IOException | RuntimeException e) {
            throw ElasticsearchOptions.wrong(
                    "ca-certificate",
                    "is a PEM file with a certificate authority; it cannot be read: "
                            + Optional.ofNullable(e.getMessage()).orElse(file.toString()));
        }
    }

    private static SSLContext fingerprint(String hex) {
        try {
            return TransportUtils.sslContextFromCaFingerprint(hex);
        } catch (RuntimeException e) {
            throw ElasticsearchOptions.wrong("ca-fingerprint", "is a SHA-256 in hex, 64 digits with or without colons");
        }
    }
}
