package org.mneme.war.config;

import java.util.List;
import java.util.Optional;
import org.mneme.core.config.Binder;
import org.mneme.spi.Option;

/**
 * Hold what an operator may decide about the retainr dialect.
 *
 * @param defaultNamespace where a memory goes that is stored without a namespace; empty if that is refused
 */
public record RetainrConfig(Optional<String> defaultNamespace) {

    private static final List<Option> OPTIONS = List.of(Option.of(
            "default-namespace",
            Option.Type.STRING,
            "the namespace of memories that are stored without one; if absent, a namespace is required"));

    /** Bind the options, noting what is wrong. */
    static RetainrConfig bind(Binder binder) {
        return new RetainrConfig(
                binder.bind("mneme.retainr.", OPTIONS).find("default-namespace").map(String::strip));
    }
}
