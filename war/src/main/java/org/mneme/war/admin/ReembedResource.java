package org.mneme.war.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.core.Engine;

/** Change from one embedding model to another. */
@Path("/admin/v1/reembed")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "administration")
public class ReembedResource {

    @Inject
    private Engine engine;

    @POST
    @Operation(
            operationId = "adminReembed",
            summary = "Begin to embed all memories by another model",
            description = "In the background; the present model searches until the switch. A repeat changes nothing.")
    @APIResponse(responseCode = "202", ref = "Reembedding")
    public Response start() {
        return Response.accepted(AdminMapper.reembedding(engine.reembedding().start()))
                .build();
    }

    @GET
    @Operation(
            operationId = "adminReembedding",
            summary = "Show how far the change to another model is",
            description = "filled counts the memories that have vectors of both models.")
    @APIResponse(responseCode = "200", ref = "Reembedding")
    public Answers.Reembedding status() {
        return AdminMapper.reembedding(engine.reembedding().status());
    }

    @POST
    @Path("switch")
    @Operation(
            operationId = "adminReembedSwitch",
            summary = "Search by the other model from now on",
            description = "In one step, for every server; 409 while more than 500 memories lack its vectors.")
    @APIResponse(responseCode = "200", ref = "Reembedding")
    public Answers.Reembedding switchToNext() {
        return AdminMapper.reembedding(engine.reembedding().switchToNext());
    }

    @POST
    @Path("rollback")
    @Operation(
            operationId = "adminReembedRollback",
            summary = "Search by the configured model again",
            description =
                    "In one step, for every server; its vectors were kept, and those of later memories were filled in.")
    @APIResponse(responseCode = "200", ref = "Reembedding")
    public Answers.Reembedding goBack() {
        return AdminMapper.reembedding(engine.reembedding().goBack());
    }

    @DELETE
    @Operation(
            operationId = "adminReembedDiscard",
            summary = "Delete the vectors of the model that is not active",
            description = "Ends the change: before the switch it gives up the new model, after it the former one.")
    @APIResponse(responseCode = "200", ref = "Reembedding")
    public Answers.Reembedding discard() {
        return AdminMapper.reembedding(engine.reembedding().discard());
    }
}
