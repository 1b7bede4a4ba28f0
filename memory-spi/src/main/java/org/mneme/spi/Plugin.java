package org.mneme.spi;

import java.util.List;

/**
 * Describe a plugin: who it is and which options it understands.
 *
 * <p>Implementations are found with {@link java.util.ServiceLoader}, need a public no-argument constructor, and do
 * nothing in it: resources are taken when the server opens the plugin, and given back when what was opened is closed.
 */
public interface Plugin {

    /** Return the id that configuration selects this plugin by: lower-case letters, digits and dashes. */
    String id();

    /** Return the version shown to operators; by default what the jar's manifest says, else {@code unknown}. */
    default String version() {
        String version = getClass().getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** Return every option this plugin reads. An option that is not declared cannot be read. */
    default List<Option> options() {
        return List.of();
    }
}
