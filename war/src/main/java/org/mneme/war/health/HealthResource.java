package org.mneme.war.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answer whether the server lives and is ready to serve; without a key, and without saying what is inside. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "health")
public class HealthResource {

    private static final Logger LOG = LoggerFactory.getLogger(HealthResource.class);

    private static final String GREETING = "{\"status\": \"ok\", \"message\": \"Server is healthy!\"}";
    private static final String UP =
            "{\"status\": \"UP\", \"checks\": [{\"name\": \"storage\", \"status\": \"UP\", \"data\": {}}]}";
    private static final String DOWN =
            "{\"status\": \"DOWN\", \"checks\": [{\"name\": \"storage\", \"status\": \"DOWN\", \"data\": {}}]}";

    record Greeting(String status, String message) {}

    record Report(String status, List<Check> checks) {}

    record Check(String name, String status, Map<String, Object> data) {}

    @Inject
    @Any
    private Instance<HealthCheck> checks;

    /** Answer as the services do whose clients ask here. */
    @GET
    @Operation(operationId = "health", summary = "Tell that the server answers", description = "Needs no key.")
    @APIResponse(
            responseCode = "200",
            description = "It does.",
            content =
                    @Content(
                            schema = @Schema(implementation = Greeting.class),
                            examples = @ExampleObject(name = "healthy", value = GREETING)))
    public Greeting health() {
        return new Greeting("ok", "Server is healthy!");
    }

    /** Answer 200 while restarting the process would not help. */
    @GET
    @Path("live")
    @Operation(
            operationId = "healthLive",
            summary = "Tell whether the server lives",
            description = "In the format of MicroProfile Health; needs no key.")
    @APIResponse(
            responseCode = "200",
            description = "A restart would not help.",
            content =
                    @Content(
                            schema = @Schema(implementation = Report.class),
                            examples = @ExampleObject(name = "up", value = UP)))
    public Response live() {
        return report(Liveness.Literal.INSTANCE);
    }

    /** Answer 200 while requests may be sent here, else 503. */
    @GET
    @Path("ready")
    @Operation(
            operationId = "healthReady",
            summary = "Tell whether requests may be sent here",
            description = "In the format of MicroProfile Health; needs no key.")
    @APIResponse(
            responseCode = "200",
            description = "They may.",
            content =
                    @Content(
                            schema = @Schema(implementation = Report.class),
                            examples = @ExampleObject(name = "up", value = UP)))
    @APIResponse(
            responseCode = "503",
            description = "Not now.",
            content =
                    @Content(
                            schema = @Schema(implementation = Report.class),
                            examples = @ExampleObject(name = "down", value = DOWN)))
    public Response ready() {
        return report(Readiness.Literal.INSTANCE);
    }

    private Response report(Annotation kind) {
        List<Check> results =
                checks.select(kind).stream().map(HealthResource::run).toList();
        boolean up = results.stream().allMatch(check -> check.status().equals("UP"));
        Report report = new Report(up ? "UP" : "DOWN", results);
        return Response.status(up ? 200 : 503).entity(report).build();
    }

    private static Check run(HealthCheck check) {
        try {
            HealthCheckResponse response = check.call();
            Map<String, Object> data = new TreeMap<>(response.getData().orElse(Map.of()));
            return new Check(response.getName(), response.getStatus().name(), data);
        } catch (RuntimeException e) {
            LOG.error("The health check {} failed", check.getClass().getName(), e);
            return new Check(check.getClass().getSimpleName(), "DOWN", Map.of());
        }
    }
}
