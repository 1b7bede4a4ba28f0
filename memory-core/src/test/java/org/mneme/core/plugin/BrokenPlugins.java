package org.mneme.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.mneme.spi.extractor.ExtractorProvider;
import org.mneme.spi.notifier.NotifierProvider;

/**
 * One way in which a plugin can be broken.
 *
 * @param file what lies in the directory
 * @param message what an operator is to read
 * @param writer writes it
 */
public record BrokenPlugins(String file, String message, BiConsumer<Path, String> writer) {

    private static final String GIVEN = "com.acme.Given";
    private static final String SERVICE = "META-INF/services/org.mneme.spi.notifier.NotifierProvider";

    /** Write it into the directory. */
    public void writeInto(Path directory) {
        writer.accept(directory, file);
    }

    /** Return every kind; all of them can lie in one directory, beside a notifier "notes" of "notes.jar". */
    public static List<BrokenPlugins> all() {
        return List.of(
                new BrokenPlugins(
                        "no-zip.jar",
                        "no-zip.jar is damaged or no jar: ",
                        (directory, name) -> bytes(directory.resolve(name), "this is text".getBytes())),
                new BrokenPlugins("half.jar", "half.jar is damaged or no jar: ", BrokenPlugins::half),
                new BrokenPlugins(
                        "nothing.jar",
                        "nothing.jar is damaged or no jar: ",
                        (directory, name) -> bytes(directory.resolve(name), new byte[0])),
                jar(
                        "undescribed.jar",
                        "undescribed.jar has no META-INF/mneme-plugin.properties",
                        JarMaker.jar().file("readme.txt", "hello")),
                jar(
                        "nameless.jar",
                        "nameless.jar: META-INF/mneme-plugin.properties: the key id is missing",
                        JarMaker.jar().descriptor("version=1.0\nspi=[1.0,2.0)\n")),
                jar(
                        "vague.jar",
                        "vague.jar: META-INF/mneme-plugin.properties: spi: \"1.0\" is not a range such as [1.0,2.0)",
                        JarMaker.jar().descriptor("id=vague\nversion=1.0\nspi=1.0\n")),
                jar(
                        "tomorrow.jar",
                        "tomorrow.jar works with the versions [2.0,3.0) of the plugin contract; this server has 1.0",
                        JarMaker.jar().descriptor("id=tomorrow\nversion=1.0\nspi=[2.0,3.0)\n")),
                jar("idle.jar", "idle.jar names no plugin: it has no META-INF/services/", JarMaker.plugin("idle")),
                jar(
                        "ghost.jar",
                        "ghost.jar: " + SERVICE + " names com.acme.Ghost, which is not in the jar",
                        JarMaker.plugin("ghost").provides(NotifierProvider.class, "com.acme.Ghost")),
                jar(
                        "confused.jar",
                        "confused.jar: com.acme.Given is named as an extractor plugin, but is no org.mneme.spi.extractor"
                                + ".ExtractorProvider",
                        SamplePlugins.notifierWith("confused", "").provides(ExtractorProvider.class, GIVEN)),
                jar(
                        "shy.jar",
                        "shy.jar: com.acme.Given has no public constructor without parameters",
                        SamplePlugins.notifierWith("shy", "private Given() {}")),
                jar(
                        "angry.jar",
                        "angry.jar: the constructor of com.acme.Given failed: java.lang.IllegalStateException: no licence",
                        SamplePlugins.notifierWith(
                                "angry", "public Given() { throw new IllegalStateException(\"no licence\"); }")),
                jar(
                        "lonely.jar",
                        "lonely.jar: com.acme.Given needs the class org.greeting.Greeting, which is not in the jar",
                        lonely()),
                jar(
                        "future.jar",
                        "future.jar: com.acme.Given was built for Java 55, this server runs on Java ",
                        patched("future", bytes -> bytes[7] = 99)),
                jar(
                        "damaged.jar",
                        "damaged.jar: com.acme.Given has a damaged class: ",
                        patched("damaged", bytes -> bytes[0] = 0)),
                jar(
                        "unnamed.jar",
                        "unnamed.jar: com.acme.Given has the id \"null\", which is not lower-case words joined by dashes",
                        SamplePlugins.notifierWith("unnamed", "{ }").source(GIVEN, """
                        package com.acme;
                        import org.mneme.spi.*;
                        import org.mneme.spi.notifier.*;
                        public class Given implements NotifierProvider {
                            public String id() { return null; }
                            public Notifier open(PluginContext context) { return null; }
                        }
                        """)),
                jar(
                        "zz-again.jar",
                        "zz-again.jar: its id \"notes\" is that of notes.jar; remove one of the two",
                        SamplePlugins.notifier("2")),
                jar(
                        "zz-rival.jar",
                        "zz-rival.jar: its notifier plugin \"notes\" has the id of one in notes.jar; remove one of the two",
                        SamplePlugins.notifier("2").descriptor("id=rival\nversion=1\nspi=[1.0,2.0)\n")),
                jar(
                        "unable.jar",
                        "unable.jar: the notifier plugin \"unable\" cannot be opened: java.lang.IllegalStateException: no"
                                + " queue",
                        opening("unable", "throw new IllegalStateException(\"no queue\");")),
                jar(
                        "empty-handed.jar",
                        "empty-handed.jar: the notifier plugin \"empty-handed\" opens nothing: its open() returned null",
                        opening("empty-handed", "return null;")),
                jar(
                        "demanding.jar",
                        "demanding.jar: mneme.notifier.demanding.queue: is missing — set it: where to",
                        SamplePlugins.notifierWith("demanding", """
                        public List<Option> options() {
                            return List.of(Option.of("queue", Option.Type.STRING, "where to").mandatory());
                        }
                        """)),
                new BrokenPlugins(
                        "hollow",
                        "hollow is a directory without a jar or a class in it",
                        (directory, name) -> bytes(directory.resolve(name).resolve("readme.txt"), new byte[0])),
                new BrokenPlugins("twins", "twins has META-INF/mneme-plugin.properties 2 times", (directory, name) -> {
                    JarMaker.plugin("twin-a").write(directory.resolve(name).resolve("a.jar"));
                    JarMaker.plugin("twin-b").write(directory.resolve(name).resolve("b.jar"));
                }));
    }

    private static BrokenPlugins jar(String file, String message, JarMaker jar) {
        return new BrokenPlugins(file, message, (directory, name) -> jar.write(directory.resolve(name)));
    }

    private static BrokenPlugins jar(String file, String message, Map<String, byte[]> content) {
        return new BrokenPlugins(file, message, (directory, name) -> JarMaker.write(directory.resolve(name), content));
    }

    private static JarMaker opening(String id, String statements) {
        return JarMaker.plugin(id).provides(NotifierProvider.class, GIVEN).source(GIVEN, """
                package com.acme;
                import org.mneme.spi.*;
                import org.mneme.spi.notifier.*;
                public class Given implements NotifierProvider {
                    public String id() { return "%s"; }
                    public Notifier open(PluginContext context) { %s }
                }
                """.formatted(id, statements));
    }

    /** A jar that lacks a class of a library it was compiled with. */
    private static Map<String, byte[]> lonely() {
        Map<String, byte[]> content = SamplePlugins.notifierWith(
                        "lonely", "final String hello = org.greeting.Greeting.text();")
                .content();
        content.remove("org/greeting/Greeting.class");
        return content;
    }

    private interface Patch {
        void apply(byte[] bytes);
    }

    private static Map<String, byte[]> patched(String id, Patch patch) {
        Map<String, byte[]> content =
                new TreeMap<>(SamplePlugins.notifierWith(id, "").content());
        byte[] bytes = content.get("com/acme/Given.class").clone();
        patch.apply(bytes);
        content.put("com/acme/Given.class", bytes);
        return content;
    }

    private static void half(Path directory, String name) {
        try {
            Path whole = SamplePlugins.notifierWith("half", "").write(directory.resolve(name));
            byte[] bytes = Files.readAllBytes(whole);
            Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bytes(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
