package org.mneme.storage.jpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Run a PostgreSQL server of its own for all tests of a run: in a temporary directory, on a free port of 127.0.0.1.
 *
 * <p>Where PostgreSQL is not installed, tests are skipped; with the environment variable {@code CI} set they fail instead,
 * so that nobody believes in tests that never ran.
 */
public final class PostgresServer implements BeforeAllCallback {

    private static final List<Path> INSTALLED =
            List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr/local/pgsql"), Path.of("/opt/homebrew/opt"));

    private static Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(PostgresServer.class))
                .getOrComputeIfAbsent(Running.class, key -> start(), Running.class);
    }

    private static Running start() {
        Path bin = findBinaries();
        if (bin == null) {
            String message = "PostgreSQL is not installed (Debian: apt-get install postgresql)";
            if (System.getenv("CI") != null) {
                throw new IllegalStateException(message);
            }
            Assumptions.abort(message);
        }
        running = Running.start(bin);
        return running;
    }

    private static Path findBinaries() {
        for (Path root : INSTALLED) {
            try (Stream<Path> files = Files.find(root, 4, (file, attributes) -> file.endsWith("bin/initdb"))) {
                Path found = files.max(Comparator.naturalOrder()).orElse(null);
                if (found != null) {
                    return found.getParent();
                }
            } catch (IOException | UncheckedIOException e) {
                // not here
            }
        }
        return null;
    }

    /** Return the address of a database of the server, made if it is not there; also in a process that a test has started. */
    public static String database(String name) {
        String url = url(name);
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
                Statement statement = connection.createStatement()) {
            boolean there = statement
                    .executeQuery("select 1 from pg_database where datname = '" + name + "'")
                    .next();
            if (!there) {
                statement.execute("create database \"" + name + "\"");
            }
            return url;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(String database) {
        if (running != null) {
            return running.url(database);
        }
        try {
            long parent = ProcessHandle.current().parent().orElseThrow().pid();
            return "jdbc:postgresql://127.0.0.1:" + Files.readString(portFile(parent)) + "/" + database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a process leaves the port for those it starts. */
    private static Path portFile(long process) {
        return Path.of(System.getProperty("java.io.tmpdir"), "mneme-postgres-" + process + ".port");
    }

    /** Throw a database away. */
    static void drop(String name) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists \"" + name + "\" with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server that runs until the last test has ended. */
    private record Running(Process process, Path directory, int port) implements AutoCloseable {

        static Running start(Path bin) {
            try {
                Path directory = Files.createTempDirectory("mneme-postgres");
                boolean root = System.getProperty("user.name").equals("root");
                if (root) {
                    // it refuses to run as root, and Debian's package has made a user for it
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
                }
                Path data = directory.resolve("data");
                run(
                        as(
                                root,
                                bin.resolve("initdb").toString(),
                                "-D",
                                data.toString(),
                                "-U",
                                "postgres",
                                "-A",
                                "trust",
                                "-E",
                                "UTF8",
                                "--locale=en_US.UTF-8",
                                "--no-instructions"),
                        as(
                                root,
                                bin.resolve("initdb").toString(),
                                "-D",
                                data.toString(),
                                "-U",
                                "postgres",
                                "-A",
                                "trust",
                                "-E",
                                "UTF8",
                                "--locale=C.UTF-8",
                                "--no-instructions"));
                int port = freePort();
                Process process = new ProcessBuilder(as(
                                root,
                                bin.resolve("postgres").toString(),
                                "-D",
                                data.toString(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "max_connections=200"))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
                Running running = new Running(process, directory, port);
                Runtime.getRuntime().addShutdownHook(new Thread(running::close));
                running.awaitReady();
                Files.writeString(portFile(ProcessHandle.current().pid()), Integer.toString(port));
                return running;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<String> as(boolean root, String... command) {
            List<String> all = new ArrayList<>();
            if (root) {
                all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
            }
            all.addAll(List.of(command));
            return all;
        }

        /** Run a command, and another if the first fails. */
        private static void run(List<String> command, List<String> otherwise) throws IOException {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            try {
                if (process.waitFor() == 0) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (otherwise.isEmpty()) {
                throw new IllegalStateException(output);
            }
            run(otherwise, List.of());
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            }
        }

        String url(String database) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        }

        private void awaitReady() {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "")) {
                    return connection.isValid(5);
                } catch (SQLException e) {
                    return false;
                }
            });
        }

        @Override
        public void close() {
            if (!process.isAlive()) {
                return;
            }
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                Files.deleteIfExists(portFile(ProcessHandle.current().pid()));
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
