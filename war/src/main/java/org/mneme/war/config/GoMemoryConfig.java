package org.mneme.war.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Hold what an operator may decide about the GoMemory dialect, below {@code mneme.gomemory.}.
 *
 * @param access who may call without a key
 * @param workspace the id of the workspace such callers see; empty for the one the server made or took over
 */
public record GoMemoryConfig(Access access, Optional<String> workspace) {

    /** Who may call without a key. */
    public enum Access {
        /** Processes of this machine, unless a proxy passed the request on. */
        LOOPBACK,
        /** Nobody. */
        KEY,
        /** Everybody who reaches the server. */
        OPEN
    }

    private static final List<Option> OPTIONS = List.of(
            Option.of(
                            "access",
                            Option.Type.STRING,
                            "who may call without a key: processes of this machine (loopback), nobody (key), everybody (open)")
                    .withDefault("loopback")
                    .oneOf("loopback", "key", "open"),
            Option.of(
                    "workspace-id",
                    Option.Type.STRING,
                    "the workspace of callers without a key; without it, the one the server made or took over"));

    /** Bind the options, noting what is wrong. */
    static GoMemoryConfig bind(Binder binder) {
        BoundOptions options = binder.bind("mneme.gomemory.", OPTIONS);
        Access access;
        try {
            access = Access.valueOf(options.getString("access").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            access = Access.KEY; // noted by the binder, which stops the start
        }
        return new GoMemoryConfig(access, options.find("workspace-id"));
    }
}
