package org.mneme.core.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Make the jar of a plugin, as an author's build would: sources are compiled, files are added, and left out. */
public final class JarMaker {

    private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();

    /** Begin a jar without a descriptor. */
    public static JarMaker jar() {
        return new JarMaker();
    }

    /** Begin a jar with a descriptor that fits this server. */
    public static JarMaker plugin(String id) {
        return jar().descriptor("id=" + id + "\nversion=1.0\nspi=[1.0,2.0)\n");
    }

    /** Put this text in the place of the descriptor. */
    public JarMaker descriptor(String text) {
        return file("META-INF/mneme-plugin.properties", text);
    }

    /** Add a class. */
    public JarMaker source(String name, String text) {
        sources.put(name, text);
        return this;
    }

    /** Name a class as a provider. */
    public JarMaker provides(Class<?> contract, String name) {
        return file("META-INF/services/" + contract.getName(), name + "\n");
    }

    /** Add a file. */
    public JarMaker file(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Return what is in the jar, by path. */
    public Map<String, byte[]> content() {
        Map<String, byte[]> content = new TreeMap<>(files);
        if (!sources.isEmpty()) {
            content.putAll(COMPILED.computeIfAbsent(Map.copyOf(sources), JarMaker::compile));
        }
        return content;
    }

    /** Write the jar, without anybody ever seeing half of it. */
    public Path write(Path jar) {
        return write(jar, content());
    }

    /** Write a jar of these files. */
    public static Path write(Path jar, Map<String, byte[]> content) {
        try {
            Path part = jar.resolveSibling("." + jar.getFileName() + ".part");
            Files.createDirectories(jar.getParent());
            try (OutputStream out = Files.newOutputStream(part);
                    JarOutputStream zip = new JarOutputStream(out)) {
                for (Map.Entry<String, byte[]> file : content.entrySet()) {
                    zip.putNextEntry(new JarEntry(file.getKey()));
                    zip.write(file.getValue());
                }
            }
            return Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        StringWriter complaints = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                JavaFileManager manager = new InMemory(standard, classes)) {
            List<Source> units = sources.entrySet().stream()
                    .map(entry -> new Source(entry.getKey(), entry.getValue()))
                    .toList();
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-cp", System.getProperty("java.class.path"));
            if (!compiler.getTask(complaints, manager, null, options, null, units)
                    .call()) {
                throw new IllegalArgumentException(complaints.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, byte[]> files = new TreeMap<>();
        classes.forEach((name, bytes) -> files.put(name.replace('.', '/') + ".class", bytes.toByteArray()));
        return files;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(StandardJavaFileManager manager, Map<String, ByteArrayOutputStream> classes) {
            super(manager);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    classes.put(name, out);
                    return out;
                }
            };
        }
    }
}
