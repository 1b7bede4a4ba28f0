package org.mneme.war.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Workspace;
import org.mneme.core.Engine;
import org.mneme.core.migration.MigrationStatus;
import org.mneme.war.json.JsonBody;

/** Move workspaces to another storage. */
@Path("/admin/v1/migrations")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "administration")
public class MigrationsResource {

    @Inject
    private Engine engine;

    @POST
    @Operation(
            operationId = "adminMigrate",
            summary = "Begin to move workspaces to the storage of mneme.migrate.storage",
            description = "In the background. At the end each is closed for writing: writes to it are answered 503"
                    + " until the server runs on the other storage, or the migration is given up. A repeat changes"
                    + " nothing.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Requests.NewMigration.class),
                            examples = @ExampleObject(name = "one workspace", value = Examples.NEW_MIGRATION)))
    @APIResponse(responseCode = "202", ref = "Migrations")
    public Response start(JsonBody body) {
        Requests.NewMigration request = Requests.NewMigration.of(body);
        List<String> workspaces = request.all()
                ? engine.workspaces().list().stream().map(Workspace::id).toList()
                : request.workspaces();
        List<MigrationStatus> started = workspaces.stream()
                .map(workspace -> engine.migrations().start(workspace, request.replace()))
                .toList();
        return Response.accepted(AdminMapper.migrations(engine.migrations().target(), started))
                .build();
    }

    @GET
    @Operation(
            operationId = "adminMigrations",
            summary = "List the migrations",
            description = "Those of the oldest workspaces first; one that has ended is shown for mneme.jobs.keep.")
    @APIResponse(responseCode = "200", ref = "Migrations")
    public Answers.Migrations list() {
        return AdminMapper.migrations(
                engine.migrations().target(), engine.migrations().list());
    }

    @GET
    @Path("{workspace}")
    @Operation(operationId = "adminMigration", summary = "Show how far the migration of a workspace is")
    @APIResponse(responseCode = "200", ref = "Migration")
    public Answers.Migration get(@PathParam("workspace") String workspace) {
        return AdminMapper.migration(engine.migrations().get(WorkspacesResource.scope(workspace)));
    }

    @POST
    @Path("{workspace}/verify")
    @Operation(
            operationId = "adminVerifyMigration",
            summary = "Compare a workspace in both storages",
            description = "In the background, changing nothing. Exact if nobody writes to the workspace meanwhile.")
    @APIResponse(responseCode = "202", ref = "Migration")
    public Response verify(@PathParam("workspace") String workspace) {
        String id = WorkspacesResource.scope(workspace).workspace();
        return Response.accepted(AdminMapper.migration(engine.migrations().verify(id)))
                .build();
    }

    @DELETE
    @Path("{workspace}")
    @Operation(
            operationId = "adminCancelMigration",
            summary = "Give the migration of a workspace up",
            description = "The workspace can be written to here again, and no longer in the other storage. What was"
                    + " copied stays there; a later migration goes on with it.")
    @APIResponse(responseCode = "204", description = "It is given up.")
    public void cancel(@PathParam("workspace") String workspace) {
        engine.migrations().cancel(WorkspacesResource.scope(workspace).workspace());
    }
}
