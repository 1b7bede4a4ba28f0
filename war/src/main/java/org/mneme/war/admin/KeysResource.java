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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.workspace.KeyService;
import org.mneme.war.json.JsonBody;

/** Issue, list and revoke the keys of a workspace. */
@Path("/admin/v1/workspaces/{workspace}/keys")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "administration")
public class KeysResource {

    @Inject
    private Engine engine;

    @PathParam("workspace")
    private String workspace;

    @POST
    @Operation(
            operationId = "adminNewKey",
            summary = "Issue a key",
            description = "The key itself is shown only in this answer.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Requests.NewKey.class),
                            examples = @ExampleObject(name = "for retainr clients", value = Examples.NEW_KEY)))
    @APIResponse(
            responseCode = "201",
            description = "The key.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.NewKey.class),
                            examples = @ExampleObject(name = "issued", value = Examples.KEY_ISSUED)))
    public Response issue(JsonBody body) {
        Requests.NewKey request = Requests.NewKey.of(body);
        KeyService.Issued issued = engine.keys()
                .issue(existing(), request.name(), request.dialect(), request.expiresAt(), request.scopes());
        return Response.status(201).entity(AdminMapper.newKey(issued)).build();
    }

    @GET
    @Operation(operationId = "adminKeys", summary = "List the keys of a workspace", description = "Oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "The keys, without the keys themselves.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Keys.class),
                            examples = @ExampleObject(name = "keys", value = Examples.KEYS)))
    public Answers.Keys list() {
        return new Answers.Keys(
                engine.keys().list(existing()).stream().map(AdminMapper::key).toList());
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "adminRevokeKey", summary = "Revoke a key", description = "At once and for good.")
    @APIResponse(responseCode = "204", description = "It opens nothing any more.")
    public void revoke(@PathParam("id") String id) {
        engine.keys().revoke(existing(), id);
    }

    private Scope existing() {
        Scope scope = WorkspacesResource.scope(workspace);
        engine.workspaces().get(scope);
        return scope;
    }
}
