package org.mneme.war.start;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.Config;
import org.mneme.api.MemoryException;
import org.mneme.core.Engine;
import org.mneme.core.plugin.PluginCatalog;
import org.mneme.war.config.Configuration;
import org.mneme.war.config.GoMemoryConfig;
import org.mneme.war.config.RetainrConfig;
import org.mneme.war.config.ServerConfig;
import org.mneme.war.config.XtraceConfig;

/** Hold the one engine of the application, and give it to whoever is asked to be injected with it. */
@ApplicationScoped
public class Server {

    @Inject
    private Config config;

    @Inject
    private Clock clock;

    private Configuration configuration;
    private volatile Engine engine;

    /**
     * Open everything the configuration names.
     *
     * @param ownPort whether nobody listens yet on the configured port, which must therefore be free
     * @throws org.mneme.core.config.ConfigurationException with every problem of the configuration
     */
    synchronized void open(boolean ownPort) {
        if (ownPort) {
            OwnPort.check(configuration().server(), configuration().binder());
        }
        engine = Engine.open(new Engine.Environment(
                configuration().binder(),
                PluginCatalog.search(List.of(Server.class.getClassLoader())),
                clock,
                configuration().dataDirectory(),
                lookUp("java:comp/DefaultManagedScheduledExecutorService", ManagedScheduledExecutorService.class),
                lookUp("java:comp/DefaultManagedExecutorService", ManagedExecutorService.class)));
    }

    /** Tell whether the engine is open. */
    public boolean isOpen() {
        return engine != null;
    }

    /** Return the settings of the server itself. */
    @Produces
    public ServerConfig config() {
        return configuration().server();
    }

    /** Return what an operator decides about the retainr dialect. */
    @Produces
    public RetainrConfig retainr() {
        return configuration().retainr();
    }

    /** Return what an operator decides about the XTrace dialect. */
    @Produces
    public XtraceConfig xtrace() {
        return configuration().xtrace();
    }

    /** Return what an operator decides about the GoMemory dialect. */
    @Produces
    public GoMemoryConfig goMemory() {
        return configuration().goMemory();
    }

    /**
     * Return the engine.
     *
     * @throws MemoryException of kind {@code UNAVAILABLE} before it is open and after it was closed
     */
    @Produces
    public Engine engine() {
        Engine open = engine;
        if (open == null) {
            throw MemoryException.unavailable(
                    "not_ready", "the server is not ready", java.time.Duration.ofSeconds(5), null);
        }
        return open;
    }

    /** Finish what was begun and give everything back. */
    @PreDestroy
    synchronized void close() {
        Engine open = engine;
        engine = null;
        if (open != null) {
            open.close();
        }
    }

    private synchronized Configuration configuration() {
        if (configuration == null) {
            configuration = Configuration.of(config);
        }
        return configuration;
    }

    private static <T> T lookUp(String name, Class<T> type) {
        try {
            return type.cast(InitialContext.doLookup(name));
        } catch (NamingException e) {
            throw MemoryException.defect("the application server has no " + name, e);
        }
    }
}
