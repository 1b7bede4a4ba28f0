package org.mneme.core.plugin;

import java.util.Locale;

/** Say what a plugin is doing. */
public enum PluginState {
    /** It is in use, and works. */
    ACTIVE,
    /** It could be selected. */
    AVAILABLE,
    /** It is in use, but its last call failed or it says that it does not work. */
    FAILING,
    /** It cannot be used. */
    BROKEN,
    /** It will be used after a restart. */
    RESTART_NEEDED;

    /** Return the word operators read. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
