package org.mneme.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.mneme.spi.PluginDescriptor;
import org.mneme.spi.SpiVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hold one jar of the plugin directory, or one sub-directory, that is loaded: its own copy, class loader and threads.
 *
 * @param file what it was loaded from
 * @param digest of the content, to tell a file that was touched from one that was changed
 * @param providers the plugins in it, at least one
 */
record PluginJar(
        PluginFile file,
        String digest,
        PluginDescriptor descriptor,
        Path copy,
        PluginLoader loader,
        Fence fence,
        List<PluginCatalog.Found> providers)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginJar.class);

    /**
     * Load a jar: everything that can be wrong with it before it is opened is found here.
     *
     * @throws PluginFault saying what is wrong, naming the jar
     */
    static PluginJar load(PluginFile file, WorkDirectory work, ServerView server, Duration timeout) throws PluginFault {
        Path directory = work.forOne();
        try {
            Path copy = file.copyInto(directory);
            List<Path> parts = parts(file.name(), copy);
            PluginDescriptor descriptor = describe(file.name(), parts);
            PluginLoader loader = new PluginLoader(descriptor.id(), urls(parts), server);
            Fence fence = ThreadFence.around(descriptor.id(), loader, timeout);
            try {
                List<PluginCatalog.Found> providers =
                        new ProviderFiles(file.name(), descriptor, loader, fence).instantiate();
                return new PluginJar(file, digest(copy), descriptor, directory, loader, fence, providers);
            } catch (PluginFault e) {
                close(fence, loader, file.name());
                throw e.of(descriptor);
            }
        } catch (PluginFault e) {
            WorkDirectory.remove(directory);
            throw e;
        }
    }

    /** Return the jars of a plugin, and for a directory the directory itself, where it may have classes. */
    private static List<Path> parts(String name, Path copy) throws PluginFault {
        if (Files.isRegularFile(copy)) {
            requireJar(name, copy);
            return List.of(copy);
        }
        List<Path> parts = new ArrayList<>();
        boolean classes = false;
        for (Path file : PluginFile.files(copy)) {
            String path = copy.relativize(file).toString();
            classes |= path.endsWith(".class");
            if (path.endsWith(".jar")) {
                requireJar(name + "/" + path, file);
                parts.add(file);
            }
        }
        if (parts.isEmpty() && !classes) {
            throw new PluginFault(name + " is a directory without a jar or a class in it");
        }
        parts.add(0, copy);
        return parts;
    }

    private static void requireJar(String name, Path file) throws PluginFault {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            if (jar.size() == 0) {
                throw new PluginFault(name + " is an empty jar");
            }
        } catch (IOException e) {
            throw new PluginFault(name + " is damaged or no jar: " + e.getMessage());
        }
    }

    private static PluginDescriptor describe(String name, List<Path> parts) throws PluginFault {
        List<Properties> found = new ArrayList<>();
        for (Path part : parts) {
            try {
                Properties properties = Files.isDirectory(part) ? inDirectory(part) : inJar(part);
                if (properties != null) {
                    found.add(properties);
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new PluginFault(name + ": " + PluginDescriptor.RESOURCE + " cannot be read: " + e.getMessage());
            }
        }
        if (found.isEmpty()) {
            throw new PluginFault(name + " has no " + PluginDescriptor.RESOURCE);
        }
        if (found.size() > 1) {
            throw new PluginFault(name + " has " + PluginDescriptor.RESOURCE + " " + found.size()
                    + " times: a sub-directory is one plugin");
        }
        return read(name, found.get(0));
    }

    private static PluginDescriptor read(String name, Properties properties) throws PluginFault {
        PluginDescriptor descriptor;
        try {
            descriptor = PluginDescriptor.of(properties);
        } catch (IllegalArgumentException e) {
            throw new PluginFault(name + ": " + PluginDescriptor.RESOURCE + ": " + e.getMessage());
        }
        if (!descriptor.spi().contains(SpiVersion.CURRENT)) {
            throw new PluginFault(name + " works with the versions " + descriptor.spi()
                    + " of the plugin contract; this server has " + SpiVersion.CURRENT);
        }
        return descriptor;
    }

    private static Properties inDirectory(Path directory) throws IOException {
        Path file = directory.resolve(PluginDescriptor.RESOURCE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return load(in);
        }
    }

    private static Properties inJar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            ZipEntry entry = jar.getEntry(PluginDescriptor.RESOURCE);
            if (entry == null) {
                return null;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return load(in);
            }
        }
    }

    private static Properties load(InputStream in) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        return properties;
    }

    private static List<URL> urls(List<Path> parts) throws PluginFault {
        List<URL> urls = new ArrayList<>();
        for (Path part : parts) {
            try {
                urls.add(part.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new PluginFault(part + " has no address: " + e.getMessage());
            }
        }
        return urls;
    }

    private static String digest(Path copy) throws PluginFault {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : PluginFile.files(copy)) {
                digest.update(copy.relativize(file).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new PluginFault(copy.getFileName() + " cannot be read: " + PluginFailure.describe(e));
        }
    }

    /** Tell whether it can only be loaded when the server starts: a storage is not replaced under the memories in it. */
    boolean startOnly() {
        return providers.stream().anyMatch(found -> found.kind() == PluginKind.STORAGE);
    }

    /** Return this jar as that of a file that was written again with the same content. */
    PluginJar touched(PluginFile again) {
        return new PluginJar(again, digest, descriptor, copy, loader, fence, providers);
    }

    /** Tell whether a plugin came in this jar. */
    boolean has(PluginCatalog.Found found) {
        return providers.stream().anyMatch(own -> own.provider() == found.provider());
    }

    Stream<PluginCatalog.Found> of(PluginKind kind) {
        return providers.stream().filter(found -> found.kind() == kind);
    }

    /** Give everything back; what was opened by its providers is closed before. */
    @Override
    public void close() {
        close(fence, loader, file.name());
        WorkDirectory.remove(copy);
    }

    private static void close(Fence fence, PluginLoader loader, String name) {
        fence.close();
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("The class loader of {} did not close cleanly: {}", name, e.toString());
        }
    }
}
