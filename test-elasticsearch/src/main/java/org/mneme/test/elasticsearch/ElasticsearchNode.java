package org.mneme.test.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Run one Elasticsearch node as a process on 127.0.0.1. */
public final class ElasticsearchNode implements AutoCloseable {

    /** The system property that names a cluster to use instead: addresses such as {@code http://localhost:9200}, by commas. */
    public static final String URIS = "mneme.test.elasticsearch.uris";

    private static final String DESCRIPTOR = "META-INF/es-plugins/transport-netty4/";

    private final Process process;
    private final Path directory;
    private final int port;

    private ElasticsearchNode(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Return the addresses of the cluster that a test shall use: the reader's, or one node that all tests of this JVM share. */
    public static String uris() {
        return Optional.ofNullable(System.getProperty(URIS))
                .filter(uris -> !uris.isBlank())
                .orElseGet(Shared::uri);
    }

    /** Hold the node that the tests of a JVM share; it ends with the JVM. */
    private static final class Shared {
        private static final ElasticsearchNode NODE = start("512m", List.of("discovery.type=single-node"));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(NODE::close, "stop-elasticsearch"));
        }

        static String uri() {
            return NODE.uri();
        }
    }

    /** Start a node that is a cluster by itself, with a heap of 512 MB. */
    public static ElasticsearchNode single() {
        return start("512m", List.of("discovery.type=single-node"));
    }

    /**
     * Start a node with data of its own, and wait until it answers.
     *
     * @param heap such as {@code 512m}
     * @param settings such as {@code discovery.type=single-node}
     */
    public static ElasticsearchNode start(String heap, List<String> settings) {
        try {
            return start(Files.createTempDirectory("mneme-elasticsearch"), heap, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Start a node on the data in a directory, as {@link #start(String, List)} does. */
    public static ElasticsearchNode start(Path directory, String heap, List<String> settings) {
        try {
            Path home = home();
            Files.createDirectories(directory.resolve("tmp"));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms" + heap,
                    "-Xmx" + heap,
                    "-XX:TieredStopAtLevel=" + Integer.getInteger("mneme.test.elasticsearch.tier", 4),
                    "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                    "-cp",
                    home.resolve("lib") + "/*" + File.pathSeparator + codeSource(),
                    NodeLauncher.class.getName(),
                    home.toString(),
                    "path.data=" + directory.resolve("data"),
                    "path.logs=" + directory.resolve("logs")));
            command.addAll(settings);
            Path log = directory.resolve("node.log");
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ElasticsearchNode(process, directory, awaitPort(process, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int awaitPort(Process process, Path log) throws IOException {
        BufferedReader lines = process.inputReader(UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("ES-READY http=")) {
                Thread rest = new Thread(() -> drain(lines), "elasticsearch-output");
                rest.setDaemon(true);
                rest.start();
                return Integer.parseInt(
                        line.substring("ES-READY http=".length()).strip());
            }
            Files.writeString(log, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        throw new IllegalStateException("the node ended before it was ready:\n" + Files.readString(log));
    }

    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // what a node says after its start is of no use to a test
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    /** Return its address. */
    public String uri() {
        return "http://127.0.0.1:" + port;
    }

    /** Return the port of its address. */
    public int port() {
        return port;
    }

    /** Return the directory that holds its data. */
    public Path directory() {
        return directory;
    }

    /** Kill it without a chance to finish anything; its data stays, to be started on again. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Stop the process as an operating system pauses it, until {@link #resume}. */
    public void pause() {
        signal("-STOP");
    }

    /** Let it go on. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stop it and throw its data away. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        await();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path codeSource() {
        try {
            return Path.of(ElasticsearchNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Return the node's libraries, which the build of this module lays beside its classes. */
    private static synchronized Path home() throws IOException {
        Path home = codeSource().resolveSibling("es-home");
        Path plugin = home.resolve("modules/transport-netty4");
        if (!Files.isDirectory(plugin)) {
            throw new IllegalStateException("no Elasticsearch at " + home + ": build the module test-elasticsearch");
        }
        Files.createDirectories(home.resolve("config"));
        if (!Files.exists(plugin.resolve("plugin-descriptor.properties"))) {
            describe(plugin);
        }
        return home;
    }

    /** Lay the plugin's descriptor beside its jars, such that it is loaded from the class path. */
    private static void describe(Path plugin) throws IOException {
        Path jar;
        try (Stream<Path> files = Files.list(plugin)) {
            jar = files.filter(file -> file.getFileName().toString().startsWith("transport-netty4-"))
                    .findFirst()
                    .orElseThrow();
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            try (InputStream policy = loader.getResourceAsStream(DESCRIPTOR + "entitlement-policy.yaml")) {
                Files.copy(policy, plugin.resolve("entitlement-policy.yaml"), StandardCopyOption.REPLACE_EXISTING);
            }
            try (InputStream descriptor = loader.getResourceAsStream(DESCRIPTOR + "plugin-descriptor.properties")) {
                String text = new String(descriptor.readAllBytes(), UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("modulename="))
                        .collect(Collectors.joining("\n"));
                Path written = Files.writeString(plugin.resolve("descriptor.tmp"), text);
                Files.move(
                        written,
                        plugin.resolve("plugin-descriptor.properties"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
