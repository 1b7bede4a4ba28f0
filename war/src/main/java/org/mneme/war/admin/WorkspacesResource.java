package org.mneme.war.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.core.Engine;
import org.mneme.core.workspace.Plan;
import org.mneme.war.json.JsonBody;

/** Make, show, change and erase workspaces. */
@Path("/admin/v1/workspaces")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "administration", description = "Needs an administrator's key.")
public class WorkspacesResource {

    @Inject
    private Engine engine;

    @POST
    @Operation(operationId = "adminNewWorkspace", summary = "Make a workspace")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Requests.NewWorkspace.class),
                            examples = @ExampleObject(name = "on a plan", value = Examples.NEW_WORKSPACE)))
    @APIResponse(
            responseCode = "201",
            description = "The workspace.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Workspace.class),
                            examples = @ExampleObject(name = "workspace", value = Examples.WORKSPACE)))
    public Response create(JsonBody body) {
        Requests.NewWorkspace request = Requests.NewWorkspace.of(body);
        Workspace workspace = engine.workspaces().create(request.name(), request.plan());
        return Response.status(201).entity(AdminMapper.workspace(workspace)).build();
    }

    @GET
    @Operation(operationId = "adminWorkspaces", summary = "List the workspaces", description = "Oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "All workspaces.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Workspaces.class),
                            examples = @ExampleObject(name = "workspaces", value = Examples.WORKSPACES)))
    public Answers.Workspaces list() {
        return new Answers.Workspaces(
                engine.workspaces().list().stream().map(AdminMapper::workspace).toList());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "adminWorkspace", summary = "Show a workspace with its counts and usage")
    @APIResponse(
            responseCode = "200",
            description = "The workspace; limit is null where the plan has none.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.WorkspaceDetail.class),
                            examples = @ExampleObject(name = "workspace", value = Examples.WORKSPACE_DETAIL)))
    public Answers.WorkspaceDetail get(@PathParam("id") String id) {
        Scope scope = scope(id);
        Workspace workspace = engine.workspaces().get(scope);
        Plan plan = engine.plans().get(workspace.plan());
        return new Answers.WorkspaceDetail(
                workspace.id(),
                workspace.name(),
                workspace.plan(),
                workspace.createdAt(),
                engine.workspaces().memoryCount(scope),
                engine.keys().list(scope).size(),
                new Answers.Usage(engine.usage().period(), engine.usage().used(scope), AdminMapper.limit(plan)));
    }

    @PATCH
    @Path("{id}")
    @Operation(operationId = "adminChangeWorkspace", summary = "Change the name or the plan of a workspace")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Requests.WorkspaceChange.class),
                            examples = @ExampleObject(name = "another plan", value = Examples.CHANGE_WORKSPACE)))
    @APIResponse(
            responseCode = "200",
            description = "The workspace as it is now.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Workspace.class),
                            examples = @ExampleObject(name = "workspace", value = Examples.WORKSPACE)))
    public Answers.Workspace change(@PathParam("id") String id, JsonBody body) {
        Requests.WorkspaceChange request = Requests.WorkspaceChange.of(body);
        return AdminMapper.workspace(engine.workspaces().update(scope(id), request.name(), request.plan()));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "adminEraseWorkspace",
            summary = "Erase a workspace",
            description = "With all its memories, keys, jobs and deliveries, at once and for good.")
    @APIResponse(responseCode = "204", description = "Nothing of it is left.")
    public void erase(@PathParam("id") String id) {
        engine.workspaces().delete(scope(id));
    }

    /** Name a workspace as its address does. */
    static Scope scope(String id) {
        if (id.isBlank()) {
            throw MemoryException.notFound("workspace", "There is no workspace without an id.");
        }
        return Scope.of(id);
    }
}
