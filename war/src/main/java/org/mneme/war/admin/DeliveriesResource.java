package org.mneme.war.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Show what went out to webhooks, attempt by attempt, and send it again. */
@Path("/admin/v1/workspaces/{workspace}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "administration")
public class DeliveriesResource {

    @Inject
    private Engine engine;

    @PathParam("workspace")
    private String workspace;

    @Context
    private UriInfo uri;

    @GET
    @Operation(operationId = "adminDeliveries", summary = "List deliveries", description = "Newest first.")
    @Parameter(
            name = "webhook_id",
            in = ParameterIn.QUERY,
            description = "Only to this webhook.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"pending", "delivered", "failed"}))
    @Parameter(
            name = "since",
            in = ParameterIn.QUERY,
            description = "Only of memories stored since then.",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @APIResponse(
            responseCode = "200",
            description = "The deliveries with their attempts.",
            content =
                    @Content(
                            schema = @Schema(implementation = DeliveryAnswers.Deliveries.class),
                            examples = @ExampleObject(name = "deliveries", value = DeliveryExamples.DELIVERIES)))
    public DeliveryAnswers.Deliveries list() {
        Scope scope = existing();
        return new DeliveryAnswers.Deliveries(
                engine
                        .deliveries()
                        .list(scope, DeliveryRequests.query(new QueryParameters(uri.getQueryParameters())))
                        .stream()
                        .map(DeliveryAnswers.Delivery::of)
                        .toList());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "adminDelivery", summary = "Show a delivery with its attempts")
    @APIResponse(
            responseCode = "200",
            description = "The delivery.",
            content =
                    @Content(
                            schema = @Schema(implementation = DeliveryAnswers.Delivery.class),
                            examples = @ExampleObject(name = "delivery", value = DeliveryExamples.DELIVERY)))
    public DeliveryAnswers.Delivery get(@PathParam("id") String id) {
        return DeliveryAnswers.Delivery.of(engine.deliveries().get(existing(), id));
    }

    @POST
    @Path("{id}/retry")
    @Operation(
            operationId = "adminRetryDelivery",
            summary = "Send one delivery again",
            description = "Under the same event id, whether it failed or was delivered.")
    @APIResponse(
            responseCode = "202",
            description = "It is due.",
            content =
                    @Content(
                            schema = @Schema(implementation = DeliveryAnswers.Delivery.class),
                            examples = @ExampleObject(name = "delivery", value = DeliveryExamples.DELIVERY)))
    public Response retry(@PathParam("id") String id) {
        Scope scope = existing();
        engine.deliveries().retry(scope, id);
        return Response.accepted(DeliveryAnswers.Delivery.of(engine.deliveries().get(scope, id)))
                .build();
    }

    @POST
    @Path("retry")
    @Operation(
            operationId = "adminRetryDeliveries",
            summary = "Send again what failed",
            description = "To one webhook, since a time, or both.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryRequests.Retry.class),
                            examples = @ExampleObject(name = "since midnight", value = DeliveryExamples.RETRY)))
    @APIResponse(
            responseCode = "202",
            description = "How many are due.",
            content =
                    @Content(
                            schema = @Schema(implementation = DeliveryAnswers.Retried.class),
                            examples = @ExampleObject(name = "retried", value = DeliveryExamples.RETRIED)))
    public Response retryFailed(JsonBody body) {
        Scope scope = existing();
        DeliveryRequests.Retry retry = DeliveryRequests.Retry.of(body);
        int retried = engine.deliveries().retryFailed(scope, retry.webhookId(), retry.since());
        return Response.accepted(new DeliveryAnswers.Retried(retried)).build();
    }

    private Scope existing() {
        Scope scope = WorkspacesResource.scope(workspace);
        engine.workspaces().get(scope);
        return scope;
    }
}
