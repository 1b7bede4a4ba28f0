package org.mneme.war.retainr;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.webhook.WebhookService;
import org.mneme.war.call.Call;
import org.mneme.war.json.JsonBody;

/**
 * Register, list, change, delete and test webhooks as the retainr API does.
 *
 * <p>A webhook carries memories out, so a key that may not read cannot register or redirect one.
 */
@Path("/retainr/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "retainr")
public class WebhooksResource {

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    private Scope writing() {
        call.reader();
        return call.writer().scope();
    }

    @POST
    @Operation(
            operationId = "retainrNewWebhook",
            summary = "Register a webhook",
            description = "Memories stored after this answers are told to it. The secret is shown only here.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookRequest.class),
                            examples = {
                                @ExampleObject(name = "watch for churn", value = WebhookExamples.WATCH),
                                @ExampleObject(name = "every memory", value = WebhookExamples.EVERY_MEMORY)
                            }))
    @APIResponse(
            responseCode = "201",
            description = "The webhook, and its secret.",
            content =
                    @Content(
                            schema = @Schema(implementation = WebhookAnswers.Registered.class),
                            examples = @ExampleObject(name = "registered", value = WebhookExamples.REGISTERED)))
    public Response register(JsonBody body) {
        WebhookService.Issued issued =
                engine.webhooks().register(writing(), WebhookRequest.of(body).command());
        return Response.status(201).entity(WebhookAnswers.Registered.of(issued)).build();
    }

    @GET
    @Operation(operationId = "retainrWebhooks", summary = "List the webhooks", description = "Oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "The webhooks, without their secrets.",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = WebhookAnswers.Listed.class),
                            examples = @ExampleObject(name = "webhooks", value = WebhookExamples.LIST)))
    public List<WebhookAnswers.Listed> list() {
        return engine.webhooks().list(call.reader().scope()).stream()
                .map(WebhookAnswers.Listed::of)
                .toList();
    }

    @PUT
    @Path("{id}")
    @Operation(
            operationId = "retainrChangeWebhook",
            summary = "Change a webhook",
            description =
                    "What is not given stays. Enabling a webhook forgets its failures and sends what waits for it.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookChangeRequest.class),
                            examples = @ExampleObject(name = "enable it again", value = WebhookExamples.ENABLE)))
    @APIResponse(responseCode = "204", description = "It is changed.")
    public void change(@PathParam("id") String id, JsonBody body) {
        engine.webhooks().update(writing(), id, WebhookChangeRequest.of(body).command());
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "retainrDeleteWebhook",
            summary = "Delete a webhook",
            description = "With what waits for it; an attempt that has begun is not called back.")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public void delete(@PathParam("id") String id) {
        engine.webhooks().delete(call.writer().scope(), id);
    }

    @POST
    @Path("{id}/test")
    @Operation(
            operationId = "retainrTestWebhook",
            summary = "Send a made-up event now",
            description = "One attempt, which counts for nothing.")
    @APIResponse(
            responseCode = "200",
            description = "How it went.",
            content =
                    @Content(
                            schema = @Schema(implementation = WebhookAnswers.Tested.class),
                            examples = {
                                @ExampleObject(name = "delivered", value = WebhookExamples.DELIVERED),
                                @ExampleObject(name = "not delivered", value = WebhookExamples.NOT_DELIVERED)
                            }))
    public WebhookAnswers.Tested test(@PathParam("id") String id) {
        return WebhookAnswers.Tested.of(engine.webhooks().test(call.writer().scope(), id));
    }

    @POST
    @Path("{id}/rotate-secret")
    @Operation(
            operationId = "retainrRotateWebhookSecret",
            summary = "Give a webhook a new secret",
            description = "For a time the former secret signs too, in the header webhook-signature.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RotationRequest.class),
                            examples = @ExampleObject(name = "within an hour", value = WebhookExamples.ROTATE)))
    @APIResponse(
            responseCode = "200",
            description = "The new secret, which is shown only here.",
            content =
                    @Content(
                            schema = @Schema(implementation = WebhookAnswers.Rotated.class),
                            examples = @ExampleObject(name = "rotated", value = WebhookExamples.ROTATED)))
    public WebhookAnswers.Rotated rotate(@PathParam("id") String id, JsonBody body) {
        RotationRequest rotation = RotationRequest.of(body);
        return WebhookAnswers.Rotated.of(
                engine.webhooks().rotateSecret(writing(), id, rotation.secret(), rotation.overlap()));
    }
}
