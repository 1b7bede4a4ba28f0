package org.mneme.notify.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.spi.Option;
import org.mneme.spi.Options;

/**
 * Hold what an operator may set.
 *
 * @param allowHttp whether addresses without TLS are accepted
 * @param allowNetworks blocks of addresses that are allowed though they are not public
 * @param connectTimeout how long looking the name up, connecting and the TLS handshake may take, each
 * @param totalTimeout how long an attempt may take in all
 * @param maxResponse how many bytes of an answer's body are read
 * @param trustCertificates a PEM file of authorities trusted beside the usual ones
 */
record WebhookOptions(
        boolean allowHttp,
        List<String> allowNetworks,
        Duration connectTimeout,
        Duration totalTimeout,
        int maxResponse,
        Optional<Path> trustCertificates) {

    private static final String ALLOW_HTTP = "allow-http";
    private static final String ALLOW_NETWORKS = "allow-networks";
    private static final String CONNECT_TIMEOUT = "connect-timeout";
    private static final String TOTAL_TIMEOUT = "total-timeout";
    private static final String MAX_RESPONSE = "max-response";
    private static final String TRUST_CERTIFICATES = "trust-certificates";

    WebhookOptions {
        allowNetworks = List.copyOf(allowNetworks);
        requireSpan(CONNECT_TIMEOUT, connectTimeout);
        requireSpan(TOTAL_TIMEOUT, totalTimeout);
        if (maxResponse < 0 || maxResponse > 1 << 20) {
            throw MemoryException.invalid(MAX_RESPONSE, MAX_RESPONSE + " must be 0 to 1048576 bytes");
        }
    }

    private static void requireSpan(String name, Duration span) {
        if (span.toMillis() < 1 || span.compareTo(Duration.ofMinutes(1)) > 0) {
            throw MemoryException.invalid(name, name + " must be longer than 0 and at most 1m");
        }
    }

    static List<Option> declared() {
        return List.of(
                Option.of(
                                ALLOW_HTTP,
                                Option.Type.BOOLEAN,
                                "Whether webhooks may have http:// addresses; memories then cross the network in clear.")
                        .withDefault("false"),
                Option.of(
                        ALLOW_NETWORKS,
                        Option.Type.LIST,
                        "Networks (CIDR, such as 10.1.0.0/16) webhooks may lead to though they are not public."),
                Option.of(
                                CONNECT_TIMEOUT,
                                Option.Type.DURATION,
                                "How long looking the name up, connecting and the TLS handshake may take, each.")
                        .withDefault("5s"),
                Option.of(TOTAL_TIMEOUT, Option.Type.DURATION, "How long one attempt may take in all.")
                        .withDefault("15s"),
                Option.of(MAX_RESPONSE, Option.Type.INTEGER, "How many bytes of an answer's body are read.")
                        .withDefault("65536"),
                Option.of(
                        TRUST_CERTIFICATES,
                        Option.Type.PATH,
                        "A PEM file of certificate authorities trusted beside Java's own."));
    }

    static WebhookOptions from(Options options) {
        return new WebhookOptions(
                options.getBoolean(ALLOW_HTTP),
                options.getList(ALLOW_NETWORKS),
                options.getDuration(CONNECT_TIMEOUT),
                options.getDuration(TOTAL_TIMEOUT),
                options.getInt(MAX_RESPONSE),
                options.find(TRUST_CERTIFICATES).map(path -> options.getPath(TRUST_CERTIFICATES)));
    }
}
