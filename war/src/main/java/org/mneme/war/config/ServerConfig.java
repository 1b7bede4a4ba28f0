package org.mneme.war.config;

import java.util.List;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Hold the settings of the server itself.
 *
 * @param host the interface it listens on, {@code *} for all; {@code mneme.host}
 * @param port the port it listens on; {@code mneme.port}
 * @param maxBodyBytes how large the body of a request may be; {@code mneme.http.max-body-bytes}
 * @param maxBulkBodyBytes how large it may be where many memories or a conversation are taken at once;
 *     {@code mneme.http.max-bulk-body-bytes}
 */
public record ServerConfig(String host, int port, int maxBodyBytes, int maxBulkBodyBytes) {

    private static final ServerConfig DEFAULTS = new ServerConfig("localhost", 9080, 1024 * 1024, 16 * 1024 * 1024);

    private static final List<Option> OPTIONS = List.of(
            Option.of("host", Option.Type.STRING, "the interface the server listens on, * for all")
                    .withDefault(DEFAULTS.host),
            Option.of("port", Option.Type.INTEGER, "the port the server listens on")
                    .withDefault(String.valueOf(DEFAULTS.port)),
            Option.of(
                            "data-dir",
                            Option.Type.PATH,
                            "where everything is kept that outlives a restart; below the server's directory if relative")
                    .withDefault(DataDirectory.DEFAULT),
            Option.of(
                            "http.write-timeout",
                            Option.Type.DURATION,
                            "how long a caller may take nothing of an answer, such as an export, before it is cut off; read"
                                    + " by the Open Liberty configuration that is shipped")
                    .withDefault("60s"),
            Option.of("http.max-body-bytes", Option.Type.INTEGER, "how large the body of a request may be")
                    .withDefault(String.valueOf(DEFAULTS.maxBodyBytes)),
            Option.of(
                            "http.max-bulk-body-bytes",
                            Option.Type.INTEGER,
                            "how large the body may be where many memories or a conversation are taken at once")
                    .withDefault(String.valueOf(DEFAULTS.maxBulkBodyBytes)));

    /** Bind the options, noting what is wrong; what cannot be read gets its default. */
    static ServerConfig bind(Binder binder) {
        BoundOptions options = binder.bind("mneme.", OPTIONS);
        ServerConfig bound;
        try {
            bound = new ServerConfig(
                    options.getString("host"),
                    options.getInt("port"),
                    options.getInt("http.max-body-bytes"),
                    options.getInt("http.max-bulk-body-bytes"));
        } catch (NumberFormatException e) {
            return DEFAULTS; // noted by the binder, which stops the start
        }
        if (bound.port < 0 || bound.port > 65_535) {
            binder.report("mneme.port", "is out of range", "give 0 … 65535");
        }
        if (bound.maxBodyBytes < 1) {
            binder.report("mneme.http.max-body-bytes", "is out of range", "give at least 1");
        }
        if (bound.maxBulkBodyBytes < bound.maxBodyBytes) {
            binder.report(
                    "mneme.http.max-bulk-body-bytes",
                    "is less than mneme.http.max-body-bytes",
                    "give at least as much");
        }
        return bound;
    }
}
