package org.mneme.war.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Hold the settings of the server itself.
 *
 * @param host the interface it listens on, {@code *} for all; {@code mneme.host}, default {@code localhost}
 * @param port the port it listens on; {@code mneme.port}, default 9080
 * @param dataDirectory where everything is kept that outlives a restart, absolute; {@code mneme.data-dir}
 * @param maxBodyBytes how large the body of a request may be; {@code mneme.http.max-body-bytes}, default 1 MiB
 * @param maxBulkBodyBytes how large it may be where many memories or a conversation are taken at once;
 *     {@code mneme.http.max-bulk-body-bytes}, default 16 MiB
 */
public record ServerConfig(String host, int port, Path dataDirectory, long maxBodyBytes, long maxBulkBodyBytes) {

    public ServerConfig {
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("mneme.port must be from 0 to 65535, but is " + port);
        }
        if (!dataDirectory.isAbsolute()) {
            throw new IllegalArgumentException("mneme.data-dir must be absolute by now, but is " + dataDirectory);
        }
        if (maxBodyBytes < 1 || maxBulkBodyBytes < maxBodyBytes) {
            throw new IllegalArgumentException("mneme.http.max-body-bytes must be at least 1, and"
                    + " mneme.http.max-bulk-body-bytes not less than it, but they are " + maxBodyBytes + " and "
                    + maxBulkBodyBytes);
        }
    }
}
