package org.mneme.war.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.mneme.core.plugin.PluginKind;
import org.mneme.core.plugin.PluginStatus;
import org.mneme.spi.Health;
import org.mneme.war.start.Server;

/** Check that the engine is open, that its storage answers, and that texts can be embedded. */
@ApplicationScoped
public class EngineChecks {

    @Inject
    private Server server;

    /** Tell that the application runs; what it needs may be away, which no restart would mend. */
    @Produces
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.up("server");
    }

    /** Tell whether anything can be read and stored. */
    @Produces
    @Readiness
    HealthCheck storage() {
        return () -> check(PluginKind.STORAGE);
    }

    /** Tell whether anything can be embedded, without which nothing is stored or found. */
    @Produces
    @Readiness
    HealthCheck embedding() {
        return () -> check(PluginKind.EMBEDDING);
    }

    private HealthCheckResponse check(PluginKind kind) {
        HealthCheckResponseBuilder check = HealthCheckResponse.named(kind.word());
        if (!server.isOpen()) {
            return check.down().build();
        }
        PluginStatus plugin = server.engine().plugin(kind);
        plugin.id().ifPresent(id -> check.withData("plugin", id));
        check.withData("state", plugin.health().state().name());
        return check.status(plugin.health().state() != Health.State.DOWN).build();
    }
}
