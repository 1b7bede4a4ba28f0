package org.mneme.war.retainr;

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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.workspace.Caller;
import org.mneme.war.call.Call;
import org.mneme.war.json.JsonBody;

/** Show the caller's workspace, and issue and revoke its keys. */
@Path("/retainr/v1/workspace")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "retainr")
public class WorkspaceResource {

    private static final String DIALECT = "retainr";

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    @GET
    @Operation(operationId = "retainrWorkspace", summary = "Show the workspace, its usage and its keys")
    @APIResponse(
            responseCode = "200",
            description = "The workspace; limit is null where the plan has none.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Workspace.class),
                            examples = @ExampleObject(name = "workspace", value = Examples.WORKSPACE)))
    public Answers.Workspace workspace() {
        Caller caller = call.reader();
        Scope scope = caller.scope();
        return new Answers.Workspace(
                caller.workspace().id(),
                caller.workspace().name(),
                caller.plan().name(),
                engine.workspaces().memoryCount(scope),
                usage(caller),
                engine.keys().list(scope).stream().map(RetainrMapper::key).toList());
    }

    private Answers.Usage usage(Caller caller) {
        long limit = caller.plan().memoryOpsPerMonth();
        return new Answers.Usage(
                engine.usage().period(), engine.usage().used(caller.scope()), limit == 0 ? null : limit);
    }

    @POST
    @Path("apikeys")
    @Operation(
            operationId = "retainrNewKey",
            summary = "Issue a key",
            description = "The key itself is shown only in this answer.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = KeyRequest.class),
                            examples = @ExampleObject(name = "a name", value = Examples.NEW_KEY)))
    @APIResponse(
            responseCode = "201",
            description = "The key.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.NewKey.class),
                            examples = @ExampleObject(name = "issued", value = Examples.NEW_KEY_ISSUED)))
    public Response newKey(JsonBody body) {
        Caller caller = call.keyKeeper();
        KeyRequest key = KeyRequest.of(body);
        Answers.NewKey answer = RetainrMapper.newKey(
                engine.keys().issue(caller.scope(), key.name(), DIALECT, Optional.empty(), List.of()));
        return Response.status(201).entity(answer).build();
    }

    @DELETE
    @Path("apikeys/{id}")
    @Operation(operationId = "retainrRevokeKey", summary = "Revoke a key", description = "At once and for good.")
    @APIResponse(responseCode = "204", description = "It opens nothing any more.")
    public void revokeKey(@PathParam("id") String id) {
        engine.keys().revoke(call.keyKeeper().scope(), id);
    }
}
