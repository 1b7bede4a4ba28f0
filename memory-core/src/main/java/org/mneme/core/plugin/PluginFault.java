package org.mneme.core.plugin;

import java.util.Optional;
import org.mneme.spi.PluginDescriptor;

/** Say in one sentence for an operator why a plugin cannot be used; the sentence names the jar or the class. */
final class PluginFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient PluginDescriptor descriptor;
    private final String rival;

    PluginFault(String message) {
        this(message, null, null);
    }

    private PluginFault(String message, PluginDescriptor descriptor, String rival) {
        // no stack trace, and no cause: both would keep classes of the plugin in memory
        super(message, null, false, false);
        this.descriptor = descriptor;
        this.rival = rival;
    }

    /** Say that a plugin has the id of another. */
    static PluginFault rival(PluginKind kind, String id, String message) {
        return new PluginFault(message, null, kind.optionPrefix(id));
    }

    /** Tell whether the fault is to have the id of this plugin. */
    boolean isRival(PluginKind kind, String id) {
        return kind.optionPrefix(id).equals(rival);
    }

    /** Return this fault as that of a jar whose descriptor could be read. */
    PluginFault of(PluginDescriptor described) {
        return new PluginFault(getMessage(), described, rival);
    }

    /** Return the descriptor of the jar, if it could be read. */
    Optional<PluginDescriptor> descriptor() {
        return Optional.ofNullable(descriptor);
    }
}
