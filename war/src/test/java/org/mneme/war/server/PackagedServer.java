package org.mneme.war.server;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Run the server as a process of its own, which can be killed.
 *
 * <p>It is the shipped configuration on the shipped runtime, in a directory of its own, on a free port of 127.0.0.1. The
 * process is the server's Java machine itself, with no script in between.
 */
public final class PackagedServer implements AutoCloseable {

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Process process;
    private final Path directory;
    private final int port;

    private PackagedServer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Describe a server that is about to be started. */
    public static final class Builder {

        private final Path directory = ServerDirectory.create("packaged-");
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> jvmOptions = new ArrayList<>(FAST_START);
        private final List<Class<?>> additions = new ArrayList<>();
        private int port = ServerDirectory.freePort();

        private Builder() {
            environment.put("MNEME_DATA_DIR", directory.resolve("data").toString());
            environment.put("MNEME_EMBEDDING", "hashing");
            environment.put("MNEME_BOOTSTRAP_WORKSPACE_ID", TestKeys.WORKSPACE);
            environment.put("MNEME_BOOTSTRAP_RETAINR_KEY", TestKeys.RETAINR);
            environment.put("MNEME_BOOTSTRAP_RETAINDB_KEY", TestKeys.RETAINDB);
            environment.put("MNEME_BOOTSTRAP_XTRACE_KEY", TestKeys.XTRACE);
            environment.put("MNEME_BOOTSTRAP_ADMIN_KEY", TestKeys.ADMIN);
        }

        /** Use this data directory instead of a new one. */
        public Builder dataDirectory(Path data) {
            return environment("MNEME_DATA_DIR", data.toString());
        }

        /** Set a variable of the server's environment, such as {@code MNEME_STORAGE_JPA_URL}. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Leave a variable out of the server's environment, such as a bootstrap key. */
        public Builder without(String name) {
            environment.remove(name);
            return this;
        }

        /** Set a system property of the server, such as {@code mneme.storage.jpa.url}. */
        public Builder systemProperty(String name, String value) {
            jvmOptions.add("-D" + name + "=" + value);
            return this;
        }

        /** Let the server live in the time of this clock, by a bean that is added to what is shipped. */
        public Builder clock(MovedClock clock) {
            additions.add(MovedTime.class);
            return systemProperty(MovedTime.FILE, clock.file().toString());
        }

        /** Replace the options of the Java machine, which by default make it start fast and run slowly. */
        public Builder jvmOptions(String... options) {
            jvmOptions.removeAll(FAST_START);
            jvmOptions.addAll(0, List.of(options));
            return this;
        }

        /** Listen on this port instead of a free one. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /**
         * Start the server and wait until it is ready.
         *
         * <p>May be called again when the server has ended: the next one has the same directory, port and data.
         */
        public PackagedServer start() {
            PackagedServer server = launch();
            try {
                server.awaitReady();
                return server;
            } catch (RuntimeException e) {
                server.kill();
                throw e;
            }
        }

        /** Start the process without waiting for anything, for tests of a start that fails. */
        public PackagedServer launch() {
            try {
                Path server = directory.resolve("usr/servers/mneme");
                ServerDirectory.copyConfiguration(server);
                ProcessBuilder builder = new ProcessBuilder(command());
                builder.directory(server.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("MNEME_"));
                builder.environment().putAll(ChosenStorage.environment(Path.of(environment.get("MNEME_DATA_DIR"))));
                builder.environment().putAll(environment);
                builder.environment().put("MNEME_HOST", "127.0.0.1");
                builder.environment().put("MNEME_PORT", String.valueOf(port));
                builder.environment().put("APPLICATION", application().toString());
                builder.environment()
                        .put("WLP_USER_DIR", directory.resolve("usr").toString());
                builder.redirectErrorStream(true);
                builder.redirectOutput(
                        ProcessBuilder.Redirect.appendTo(console().toFile()));
                return new PackagedServer(builder.start(), directory, port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path application() throws IOException {
            return additions.isEmpty()
                    ? ServerDirectory.explodedWar()
                    : ServerDirectory.warWith(additions, directory.resolve("application"));
        }

        private Path console() {
            return directory.resolve("console.log");
        }

        /** What the runtime's own script ends in, without the script. */
        private List<String> command() {
            Path tools = ServerDirectory.runtime().resolve("bin/tools");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-javaagent:" + tools.resolve("ws-javaagent.jar"));
            command.add("-Djava.awt.headless=true");
            command.add("-Djdk.attach.allowAttachSelf=true");
            command.add("@" + ServerDirectory.runtime().resolve("lib/platform/java/java9.options"));
            command.add("@" + ServerDirectory.configuration().resolve("jvm.options"));
            command.addAll(jvmOptions);
            command.add("-jar");
            command.add(tools.resolve("ws-server.jar").toString());
            command.add("mneme");
            return command;
        }
    }

    /** Begin to describe a server with a directory of its own and {@link TestKeys}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Return where the server listens. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Return a client of the server. */
    public WireClient http() {
        return new WireClient(baseUri());
    }

    /** Return the process id of the server's Java machine. */
    public long pid() {
        return process.pid();
    }

    /** Tell whether the process still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Return everything the server has written to its console so far, earlier runs in the same directory included. */
    public String console() {
        try {
            return Files.readString(directory.resolve("console.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Wait until the server says that it is ready; fails at once if it ends before. */
    public void awaitReady() {
        await("server ready at " + baseUri() + File.separator + directory)
                .atMost(READY_TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .failFast(this::requireAlive)
                .until(this::isReady);
    }

    /** Kill the process with SIGKILL, and wait until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Tell the server to stop, and wait until it has. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Wait until the process has ended, and return its exit code. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end within a minute:\n" + console());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException("the server ended with " + process.exitValue() + ":\n" + console());
        }
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(baseUri().resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // nobody listens yet
            return false;
        }
    }
}
