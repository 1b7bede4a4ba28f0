package org.mneme.core.plugin;

import org.mneme.core.config.BoundOptions;

/**
 * Hold a plugin that is in use, or about to be.
 *
 * @param plugin what was found
 * @param options its options
 * @param fence what its calls go through
 * @param suffix what the name of its directory ends with, where the plugin is open twice
 */
record Selected(PluginCatalog.Found plugin, BoundOptions options, Fence fence, String suffix) {

    Selected(PluginCatalog.Found plugin, BoundOptions options, Fence fence) {
        this(plugin, options, fence, "");
    }

    /** Return the same in a directory whose name ends so. */
    Selected in(String directorySuffix) {
        return new Selected(plugin, options, fence, directorySuffix);
    }

    /** Tell whether it is a part of the server, or of the application server's own libraries. */
    boolean isBuiltIn() {
        return fence instanceof OpenFence;
    }
}
