package org.mneme.core.plugin;

import java.util.List;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Health;

/**
 * Show a plugin to an operator.
 *
 * @param kind which kind
 * @param id its id
 * @param version its version
 * @param source the jar it came in
 * @param active whether it is the one in use
 * @param options its options, secrets masked
 * @param health whether it works; up for one that is not in use
 */
public record PluginStatus(
        PluginKind kind,
        String id,
        String version,
        String source,
        boolean active,
        List<BoundOptions.Shown> options,
        Health health) {
    public PluginStatus {
        options = List.copyOf(options);
    }
}
