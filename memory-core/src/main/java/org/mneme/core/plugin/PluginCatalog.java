package org.mneme.core.plugin;

import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.mneme.spi.Option;
import org.mneme.spi.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Find the plugins that a set of class loaders offers. Immutable.
 *
 * <p>A plugin that cannot be loaded is noted and passed over, so that it stops the server only if it is the one selected.
 */
public final class PluginCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(PluginCatalog.class);

    /**
     * A plugin that was found.
     *
     * @param source the jar it came in
     * @param id its id, asked for once
     * @param version its version
     * @param options the options it declares
     */
    public record Found(
            PluginKind kind, Plugin provider, String source, String id, String version, List<Option> options) {
        public Found {
            options = List.copyOf(options);
        }
    }

    /** A plugin that could not be loaded: its kind and why. */
    public record Broken(PluginKind kind, String reason) {}

    private final List<Found> found;
    private final List<Broken> broken;

    private PluginCatalog(List<Found> found, List<Broken> broken) {
        this.found = List.copyOf(found);
        this.broken = List.copyOf(broken);
    }

    /** Look through class loaders, in order; a class offered by several counts once. */
    public static PluginCatalog search(List<ClassLoader> loaders) {
        List<Found> found = new ArrayList<>();
        List<Broken> broken = new ArrayList<>();
        Set<Class<?>> seen = new HashSet<>();
        for (PluginKind kind : PluginKind.values()) {
            for (ClassLoader loader : loaders) {
                collect(kind, ServiceLoader.load(kind.contract(), loader), seen, found, broken);
            }
        }
        return new PluginCatalog(found, broken);
    }

    private static void collect(
            PluginKind kind,
            ServiceLoader<? extends Plugin> services,
            Set<Class<?>> seen,
            List<Found> found,
            List<Broken> broken) {
        for (var providers = services.stream().iterator(); ; ) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                var provider = providers.next();
                if (seen.add(provider.type())) {
                    Plugin plugin = provider.get();
                    found.add(describe(kind, plugin));
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.warn("A {} plugin cannot be loaded: {}", kind.word(), e.toString());
                broken.add(new Broken(kind, e.toString()));
            }
        }
    }

    private static Found describe(PluginKind kind, Plugin plugin) {
        String source = sourceOf(plugin.getClass());
        try {
            return new Found(kind, plugin, source, plugin.id(), plugin.version(), plugin.options());
        } catch (RuntimeException e) {
            throw new ServiceConfigurationError(
                    source + ": " + plugin.getClass().getName() + " failed: " + e, e);
        }
    }

    private static String sourceOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "unknown";
        }
        try {
            String path = source.getLocation().toURI().getSchemeSpecificPart();
            String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            return trimmed.substring(trimmed.lastIndexOf('/') + 1);
        } catch (URISyntaxException e) {
            return source.getLocation().toString();
        }
    }

    /** Return the plugins found, in the order of their kinds. */
    public List<Found> found() {
        return found;
    }

    /** Return the plugins found of one kind. */
    public List<Found> found(PluginKind kind) {
        return found.stream().filter(plugin -> plugin.kind() == kind).toList();
    }

    /** Return the plugins that could not be loaded. */
    public List<Broken> broken() {
        return broken;
    }

    /** Return the plugin of a kind with an id, if there is one. */
    public Optional<Found> find(PluginKind kind, String id) {
        return found(kind).stream().filter(plugin -> plugin.id().equals(id)).findFirst();
    }
}
