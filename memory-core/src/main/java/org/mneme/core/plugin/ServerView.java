package org.mneme.core.plugin;

import java.util.List;

/**
 * Show plugins the little of the server that they may see: the contract, and the logging API that carries their words.
 *
 * <p>Everything else is the Java platform's. So a plugin brings the libraries it needs, in the versions it needs, and the
 * server's own are not in its way. Nothing of the server is seen as a resource: its service files would be taken for the
 * plugin's.
 */
final class ServerView extends ClassLoader {

    private static final List<String> SHOWN = List.of("org.mneme.api.", "org.mneme.spi.", "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader server;

    ServerView(ClassLoader server) {
        super("mneme-server-view", ClassLoader.getPlatformClassLoader());
        this.server = server;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SHOWN.stream().anyMatch(name::startsWith) ? server.loadClass(name) : super.loadClass(name, resolve);
    }
}
