package org.mneme.war.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Read the settings of the server from MicroProfile Config, whatever sources the application server gives it. */
@ApplicationScoped
public class ServerConfigReader {

    /** Where application servers say that their own directory is: Open Liberty, WildFly, Payara and GlassFish. */
    private static final List<String> SERVER_DIRECTORIES =
            List.of("server.output.dir", "jboss.server.base.dir", "com.sun.aas.instanceRoot", "catalina.base");

    private static final long MEBIBYTE = 1024L * 1024;

    private final Config config;

    @Inject
    ServerConfigReader(Config config) {
        this.config = config;
    }

    /** Make the settings that the whole server shares. */
    @Produces
    @Singleton
    ServerConfig serverConfig() {
        return new ServerConfig(
                config.getOptionalValue("mneme.host", String.class).orElse("localhost"),
                config.getOptionalValue("mneme.port", Integer.class).orElse(9080),
                dataDirectory(),
                config.getOptionalValue("mneme.http.max-body-bytes", Long.class).orElse(MEBIBYTE),
                config.getOptionalValue("mneme.http.max-bulk-body-bytes", Long.class)
                        .orElse(16 * MEBIBYTE));
    }

    private Path dataDirectory() {
        Path configured =
                Path.of(config.getOptionalValue("mneme.data-dir", String.class).orElse("data/mneme"));
        // A relative path is the server's, not that of whatever directory it was started in.
        return serverDirectory().resolve(configured).toAbsolutePath().normalize();
    }

    private Path serverDirectory() {
        return SERVER_DIRECTORIES.stream()
                .map(name -> config.getOptionalValue(name, String.class))
                .flatMap(Optional::stream)
                .map(Path::of)
                .findFirst()
                .orElse(Path.of(""));
    }
}
