package org.mneme.war.config;

import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Settings;

/**
 * Hold what is configured: the server's own settings, and the binder that the engine and its plugins bind theirs with.
 *
 * @param server the server's own settings; those that could not be read have their defaults
 * @param retainr what an operator decides about the retainr dialect
 * @param xtrace what an operator decides about the XTrace dialect
 * @param goMemory what an operator decides about the GoMemory dialect
 * @param dataDirectory where everything is kept, absolute
 * @param binder has noted what is wrong so far, and nothing has been stopped yet
 */
public record Configuration(
        ServerConfig server,
        RetainrConfig retainr,
        XtraceConfig xtrace,
        GoMemoryConfig goMemory,
        Path dataDirectory,
        Binder binder) {

    /** Read the configuration of the application, and make the data directory. */
    public static Configuration of(Config config) {
        Settings settings = new MicroProfileSettings(config);
        Path dataDirectory = DataDirectory.of(settings);
        Binder binder = new Binder(settings, dataDirectory);
        DataDirectory.prepare(dataDirectory, binder);
        return new Configuration(
                ServerConfig.bind(binder),
                RetainrConfig.bind(binder),
                XtraceConfig.bind(binder),
                GoMemoryConfig.bind(binder),
                dataDirectory,
                binder);
    }
}
