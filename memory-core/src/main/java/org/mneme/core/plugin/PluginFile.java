package org.mneme.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Name a jar, or a sub-directory of jars, that lies in the plugin directory.
 *
 * @param name its file name, which is how operators know it
 * @param path where it is
 * @param stamp changes when any file of it is replaced or written to
 */
record PluginFile(String name, Path path, String stamp) {

    /**
     * List what could be plugins, by name. Everything else in the directory, hidden files first of all, is nobody's affair.
     *
     * @return nothing if there is no such directory
     */
    static List<PluginFile> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(PluginFile::mayBePlugin)
                    .sorted()
                    .map(path -> new PluginFile(path.getFileName().toString(), path, stamp(path)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin directory " + directory + " cannot be read", e);
        }
    }

    private static boolean mayBePlugin(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".jar") || Files.isDirectory(path));
    }

    private static String stamp(Path path) {
        return files(path).stream().map(PluginFile::stampOfOne).collect(Collectors.joining("\n"));
    }

    private static String stampOfOne(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
        } catch (IOException e) {
            return file + " " + e;
        }
    }

    /** Return the files of it, in order: itself, or all that are in it. */
    static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // it is being written or removed: the next look will tell
        }
    }

    /** Copy it into a directory, so that replacing it does not pull a jar from under an open class loader. */
    Path copyInto(Path target) throws PluginFault {
        try {
            Path copy = target.resolve(name);
            Path base = path.getParent();
            for (Path file : files(path)) {
                Path copied = target.resolve(base.relativize(file).toString());
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
            }
            Files.createDirectories(target);
            return copy;
        } catch (IOException e) {
            throw new PluginFault(name + " cannot be read: " + PluginFailure.describe(e));
        }
    }
}
