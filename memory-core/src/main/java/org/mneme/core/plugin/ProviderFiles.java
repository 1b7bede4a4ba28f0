package org.mneme.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.spi.Option;
import org.mneme.spi.Plugin;
import org.mneme.spi.PluginDescriptor;

/**
 * Make the providers that a jar names in its service files.
 *
 * <p>This is what {@link java.util.ServiceLoader} does, done again because each thing that can go wrong is to be told apart.
 */
record ProviderFiles(String jar, PluginDescriptor descriptor, PluginLoader loader, Fence fence) {

    private static final String SERVICES = "META-INF/services/";
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
    private static final int CLASS_FILE_OF_JAVA_0 = 44;

    /**
     * Make every provider, on the plugin's own threads.
     *
     * @throws PluginFault if there is none, or one of them cannot be made
     */
    List<PluginCatalog.Found> instantiate() throws PluginFault {
        List<PluginCatalog.Found> found = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (PluginKind kind : PluginKind.values()) {
            for (String name : names(kind)) {
                PluginCatalog.Found provider = one(kind, name);
                if (!ids.add(kind.word() + " " + provider.id())) {
                    throw new PluginFault(
                            jar + " has two " + kind.word() + " plugins with the id \"" + provider.id() + "\"");
                }
                found.add(provider);
            }
        }
        if (found.isEmpty()) {
            throw new PluginFault(jar + " names no plugin: it has no " + SERVICES
                    + PluginKind.EMBEDDING.contract().getName() + ", nor that of any other kind of plugin");
        }
        return found;
    }

    private List<String> names(PluginKind kind) throws PluginFault {
        String file = SERVICES + kind.contract().getName();
        URL url = loader.findResource(file);
        if (url == null) {
            return List.of();
        }
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false); // a cached jar file would stay open when the loader is closed
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList();
            }
        } catch (IOException e) {
            throw new PluginFault(jar + ": " + file + " cannot be read: " + e.getMessage());
        }
    }

    private PluginCatalog.Found one(PluginKind kind, String name) throws PluginFault {
        try {
            Object made = fence.call(Seats.UNLIMITED, () -> attempt(kind, name));
            if (made instanceof PluginFault fault) {
                throw fault;
            }
            return (PluginCatalog.Found) made;
        } catch (PluginFailure e) {
            throw new PluginFault(jar + ": " + name + " " + inWords(e));
        } catch (RuntimeException e) {
            throw new PluginFault(jar + ": " + name + " failed: " + PluginFailure.describe(e));
        }
    }

    private static String inWords(PluginFailure e) {
        return e.getMessage().equals(e.detail()) ? e.detail() : e.getMessage() + ": " + e.detail();
    }

    /** Return what was found, or the fault: thrown, it would be taken for one of the plugin's own exceptions. */
    private Object attempt(PluginKind kind, String name) {
        try {
            Plugin provider = make(kind, name);
            String id = provider.id();
            if (id == null || !id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
                return new PluginFault(jar + ": " + name + " has the id \"" + id
                        + "\", which is not lower-case words joined by dashes");
            }
            List<Option> options = List.copyOf(provider.options());
            return new PluginCatalog.Found(kind, provider, jar, id, descriptor.version(), options);
        } catch (PluginFault e) {
            return e;
        } catch (LinkageError e) {
            return new PluginFault(jar + ": " + name + " " + inWords(e));
        }
    }

    private Plugin make(PluginKind kind, String name) throws PluginFault {
        Class<?> type;
        try {
            type = Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new PluginFault(
                    jar + ": " + SERVICES + kind.contract().getName() + " names " + name + ", which is not in the jar");
        }
        if (!kind.contract().isAssignableFrom(type)) {
            throw new PluginFault(jar + ": " + name + " is named as " + article(kind) + " plugin, but is no "
                    + kind.contract().getName());
        }
        return make(type);
    }

    private static String article(PluginKind kind) {
        return (kind == PluginKind.EMBEDDING || kind == PluginKind.EXTRACTOR ? "an " : "a ") + kind.word();
    }

    private Plugin make(Class<?> type) throws PluginFault {
        String name = type.getName();
        try {
            Constructor<?> constructor = type.getConstructor();
            if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
                throw new PluginFault(jar + ": " + name + " is not public, or abstract");
            }
            return (Plugin) constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new PluginFault(jar + ": " + name + " has no public constructor without parameters");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError missing) {
                throw missing;
            }
            throw new PluginFault(
                    jar + ": the constructor of " + name + " failed: " + PluginFailure.describe(e.getCause()));
        } catch (InstantiationException | IllegalAccessException e) {
            throw new PluginFault(jar + ": " + name + " cannot be made: " + PluginFailure.describe(e));
        }
    }

    /** Say what a linkage error means to somebody who has the jar, and not its sources. */
    static String inWords(LinkageError e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnsupportedClassVersionError) {
            Matcher version = CLASS_FILE_VERSION.matcher(message);
            String built = version.find()
                    ? "Java " + (Integer.parseInt(version.group(1)) - CLASS_FILE_OF_JAVA_0)
                    : "a later Java";
            return "was built for " + built + ", this server runs on Java "
                    + Runtime.version().feature();
        }
        if (e instanceof NoClassDefFoundError && !message.startsWith("Could not initialize")) {
            return "needs the class " + message.replace('/', '.') + ", which is not in the jar";
        }
        if (e instanceof ClassFormatError) {
            return "has a damaged class: " + message;
        }
        if (e instanceof ExceptionInInitializerError && e.getCause() != null) {
            return "failed when it was initialized: " + PluginFailure.describe(e.getCause());
        }
        return "does not fit this server: " + PluginFailure.describe(e);
    }
}
