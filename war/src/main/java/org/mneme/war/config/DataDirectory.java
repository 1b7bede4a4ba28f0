package org.mneme.war.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Settings;

/** Find the directory that everything is kept in. */
final class DataDirectory {

    /** Where it is if nothing else is configured, below the server's own directory. */
    static final String DEFAULT = "data/mneme";

    /** How application servers name their own directory: Open Liberty, WildFly, Payara and GlassFish, TomEE. */
    private static final List<String> SERVER_DIRECTORIES =
            List.of("server.output.dir", "jboss.server.base.dir", "com.sun.aas.instanceRoot", "catalina.base");

    private DataDirectory() {}

    /** Return the absolute path; a relative one is the server's, not that of whatever directory it was started in. */
    static Path of(Settings settings) {
        String configured = settings.find("mneme.data-dir").orElse(DEFAULT);
        return serverDirectory(settings).resolve(configured).toAbsolutePath().normalize();
    }

    /** Make the directory unless it is there, and note a problem if nothing could be kept in it. */
    static void prepare(Path directory, Binder binder) {
        try {
            Files.createDirectories(directory);
            if (!Files.isWritable(directory)) {
                report(binder, directory, "may not be written to by " + System.getProperty("user.name"));
            }
        } catch (FileAlreadyExistsException e) {
            report(binder, directory, "is not a directory");
        } catch (IOException e) {
            report(binder, directory, "cannot be made (" + e + ")");
        }
    }

    private static void report(Binder binder, Path directory, String problem) {
        binder.report("mneme.data-dir", directory + " " + problem, "give a directory that the server may write to");
    }

    private static Path serverDirectory(Settings settings) {
        return SERVER_DIRECTORIES.stream()
                .map(settings::find)
                .flatMap(Optional::stream)
                .findFirst()
                .map(Path::of)
                .orElse(Path.of(""));
    }
}
