package org.mneme.war.start;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.mneme.api.MemoryException;
import org.mneme.core.config.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open the engine when the application starts, before the first request. */
@WebListener
public class StartListener implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(StartListener.class);

    /** A system property that our own server sets: it exists for this application alone, and ends when that cannot start. */
    private static final String OWN_SERVER = "org.mneme.own-server";

    @Inject
    private Server server;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            server.open(Boolean.getBoolean(OWN_SERVER));
        } catch (ConfigurationException e) {
            // The operator's matter: what is wrong, and not where in our code it was noticed.
            LOG.error("{}", e.getMessage());
            fail();
        } catch (MemoryException e) {
            if (e.kind() == MemoryException.Kind.DEFECT) {
                LOG.error("Mneme cannot open what it is configured to", e);
            } else {
                LOG.error("Mneme cannot start: {}", Causes.of(e));
            }
            fail();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Mneme cannot open what it is configured to", e);
            fail();
        }
        new Welcome(server.config(), server.engine().firstStart()).show(Boolean.getBoolean(OWN_SERVER));
    }

    private static void fail() {
        if (Boolean.getBoolean(OWN_SERVER)) {
            // From another thread: the server waits for this one before it ends.
            new Thread(() -> System.exit(1), "mneme-exit").start();
        }
        throw new CannotStart();
    }

    /** Stop the deployment; what is wrong was said already, and is not to be buried under a stack trace. */
    private static final class CannotStart extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CannotStart() {
            super("Mneme cannot start: the log says why, above", null, false, false);
        }
    }
}
