package org.mneme.war.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.core.Engine;
import org.mneme.core.plugin.PluginChange;

/** Show what the server runs with: its plans and its plugins. */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "administration")
public class ServerResource {

    @Inject
    private Engine engine;

    @GET
    @Path("plans")
    @Operation(
            operationId = "adminPlans",
            summary = "Show the plans with their limits",
            description = "Smallest first.")
    @APIResponse(
            responseCode = "200",
            description = "The plans; null is no limit.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Plans.class),
                            examples = @ExampleObject(name = "plans", value = Examples.PLANS)))
    public Answers.Plans plans() {
        return new Answers.Plans(
                engine.plans().all().stream().map(AdminMapper::plan).toList());
    }

    @GET
    @Path("plugins")
    @Operation(
            operationId = "adminPlugins",
            summary = "Show the plugins",
            description =
                    "Which there are, from which jar, what they are doing, with which options, and whether they work; jars of"
                            + " the plugin directory that cannot be used, and why.")
    @APIResponse(
            responseCode = "200",
            description = "The plugins; secrets are masked.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Plugins.class),
                            examples = @ExampleObject(name = "plugins", value = Examples.PLUGINS)))
    public Answers.Plugins plugins() {
        return new Answers.Plugins(
                engine.plugins().stream().map(AdminMapper::plugin).toList());
    }

    @POST
    @Path("plugins/reload")
    @Operation(
            operationId = "adminReloadPlugins",
            summary = "Look at the plugin directory again",
            description = "Notifiers, extractors and embedding plugins that were added, replaced or removed take effect"
                    + " before the answer; requests under way end with the plugin they began with. A jar that cannot be"
                    + " used leaves the one before serving, and a storage plugin waits for the next start.")
    @APIResponse(
            responseCode = "200",
            description =
                    "What became of each jar that has changed or cannot be used, and all plugins as they are now.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.PluginReload.class),
                            examples = @ExampleObject(name = "reload", value = Examples.RELOAD)))
    public Answers.PluginReload reload() {
        List<PluginChange> changes = engine.reloadPlugins();
        return new Answers.PluginReload(
                changes.stream().map(AdminMapper::change).toList(),
                engine.plugins().stream().map(AdminMapper::plugin).toList());
    }
}
