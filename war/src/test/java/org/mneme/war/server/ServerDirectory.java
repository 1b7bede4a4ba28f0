package org.mneme.war.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Know where the build has put what a test server is made of, and make the directory of one. */
final class ServerDirectory {

    private ServerDirectory() {}

    /** The unpacked Open Liberty. */
    static Path runtime() {
        return path("mneme.it.runtime", "target/liberty/wlp");
    }

    /** The WAR as it is shipped. */
    static Path war() {
        return path("mneme.it.war", "target/mneme.war");
    }

    /** The same WAR, unpacked, which starts faster. */
    static Path explodedWar() {
        return path("mneme.it.exploded-war", "target/mneme");
    }

    /** The same WAR, unpacked once more, with classes of the tests beside its own. */
    static Path warWith(List<Class<?>> additions, Path directory) throws IOException {
        if (Files.notExists(directory)) {
            try (Stream<Path> files = Files.walk(explodedWar())) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    link(file, directory.resolve(explodedWar().relativize(file).toString()));
                }
            }
            for (Class<?> addition : additions) {
                String name = addition.getName().replace('.', '/') + ".class";
                Path copy = directory.resolve("WEB-INF/classes").resolve(name);
                Files.createDirectories(copy.getParent());
                try (InputStream in = addition.getClassLoader().getResourceAsStream(name)) {
                    Files.copy(in, copy);
                }
            }
        }
        return directory;
    }

    private static void link(Path file, Path copy) throws IOException {
        if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
        } else {
            Files.createLink(copy, file);
        }
    }

    /** The configuration that is shipped. */
    static Path configuration() {
        return path("mneme.it.config", "src/main/liberty/config");
    }

    /** Make a directory of a new name below {@code target}, which {@code mvn clean} removes. */
    static Path create(String prefix) {
        try {
            Path parent = Files.createDirectories(path("mneme.it.directory", "target/it"));
            return Files.createTempDirectory(parent, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copy the shipped configuration into the directory of a server. */
    static void copyConfiguration(Path server) {
        try {
            Files.createDirectories(server);
            for (String file : new String[] {"server.xml", "runtime.xml", "jvm.options"}) {
                Files.copy(configuration().resolve(file), server.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Find a port that nobody listens on now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String property, String fallback) {
        return Path.of(System.getProperty(property, fallback)).toAbsolutePath();
    }
}
