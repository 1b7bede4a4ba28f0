package org.mneme.core.plugin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Health;

/**
 * Show a plugin, or a jar of the plugin directory that cannot be used, to an operator.
 *
 * @param kind which kind; empty for a jar that could not be looked into
 * @param id its id; for such a jar that of its descriptor, if that could be read
 * @param version its version, if it could be read
 * @param source the jar it came in
 * @param state what it is doing
 * @param message what an operator should know or do; empty if nothing
 * @param options its options, secrets masked; none for one that is not in use
 * @param health whether it works; up for one that is not in use
 */
public record PluginStatus(
        Optional<PluginKind> kind,
        Optional<String> id,
        Optional<String> version,
        String source,
        PluginState state,
        Optional<String> message,
        List<BoundOptions.Shown> options,
        Health health) {
    public PluginStatus {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(health, "health");
        options = List.copyOf(options);
    }
}
