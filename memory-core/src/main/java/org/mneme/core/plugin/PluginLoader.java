package org.mneme.core.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** Load the classes of one plugin from its jars; a class of its own, so that it is told apart in a heap dump. */
final class PluginLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    PluginLoader(String id, List<URL> jars, ServerView server) {
        super("mneme-plugin-" + id, jars.toArray(URL[]::new), server);
    }
}
