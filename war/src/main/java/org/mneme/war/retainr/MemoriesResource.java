package org.mneme.war.retainr;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
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
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.memory.MemoryService;
import org.mneme.core.memory.Remember;
import org.mneme.core.recall.ContextText;
import org.mneme.core.recall.RecallQuery;
import org.mneme.core.recall.Recalled;
import org.mneme.core.workspace.Caller;
import org.mneme.spi.storage.Written;
import org.mneme.war.call.Call;
import org.mneme.war.config.RetainrConfig;
import org.mneme.war.http.Failures;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Store, find, list, export and delete memories as the retainr API does. */
@Path("/retainr/v1/memories")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "retainr", description = "The retainr API; its addresses work without the prefix /retainr too.")
public class MemoriesResource {

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    @Inject
    private RetainrConfig config;

    @Context
    private UriInfo uri;

    @Context
    private HttpServletRequest request;

    @POST
    @Operation(
            operationId = "retainrStore",
            summary = "Store a memory",
            description =
                    "Embeds and stores a memory. When this answers, the memory is durable and the next search finds"
                            + " it.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StoreRequest.class),
                            examples = {
                                @ExampleObject(name = "a preference", value = Examples.STORE),
                                @ExampleObject(name = "with expiry and deduplication", value = Examples.STORE_ALL)
                            }))
    @APIResponse(
            responseCode = "201",
            description = "A new memory was stored.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Stored.class),
                            examples = @ExampleObject(name = "stored", value = Examples.STORED)))
    @APIResponse(
            responseCode = "200",
            description = "A similar memory was updated; its id stays.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Stored.class),
                            examples = @ExampleObject(name = "updated", value = Examples.UPDATED)))
    @APIResponse(
            responseCode = "422",
            description = "The content is over the limit of the plan.",
            content = @Content(examples = @ExampleObject(name = "content_too_large", value = Examples.TOO_LARGE)))
    public Response store(JsonBody body) {
        Caller caller = call.writer();
        Remember command = StoreRequest.of(body, config.defaultNamespace()).command(caller, engine.clock());
        Written written =
                engine.usage().metered(caller, 1, () -> engine.memories().remember(command));
        Answers.Stored answer = RetainrMapper.stored(written);
        return Response.status(answer.deduplicated() ? 200 : 201).entity(answer).build();
    }

    @GET
    @Operation(operationId = "retainrList", summary = "List memories")
    @Parameter(ref = "namespace")
    @Parameter(ref = "tags")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "The size of a page.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "How many to skip.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    @Parameter(ref = "sort")
    @APIResponse(
            responseCode = "200",
            description = "A page, and how many there are.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Page.class),
                            examples = @ExampleObject(name = "page", value = Examples.PAGE)))
    public Answers.Page list() {
        Caller caller = call.reader();
        ListRequest list = ListRequest.of(new QueryParameters(uri.getQueryParameters()));
        return RetainrMapper.page(
                engine.memories().list(RetainrMapper.scope(caller, list.namespace()), list.listing()), list);
    }

    @DELETE
    @Operation(
            operationId = "retainrDeleteAll",
            summary = "Delete memories by namespace or tags",
            description = "At once and for good. At least one filter is required.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeleteRequest.class),
                            examples = @ExampleObject(name = "a namespace", value = Examples.DELETE)))
    @APIResponse(
            responseCode = "200",
            description = "How many memories were deleted.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Deleted.class),
                            examples = @ExampleObject(name = "deleted", value = Examples.DELETED)))
    public Answers.Deleted deleteAll(JsonBody body) {
        Caller caller = call.writer();
        DeleteRequest deletion = DeleteRequest.of(body);
        return new Answers.Deleted(
                engine.memories().forgetAll(RetainrMapper.scope(caller, deletion.namespace()), deletion.filter()));
    }

    @POST
    @Path("search")
    @Operation(
            operationId = "retainrSearch",
            summary = "Find memories by meaning",
            description = "Best first; the score is the cosine similarity.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SearchRequest.class),
                            examples = @ExampleObject(name = "a question", value = Examples.SEARCH)))
    @APIResponse(
            responseCode = "200",
            description = "What was found.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.SearchResults.class),
                            examples = @ExampleObject(name = "found", value = Examples.FOUND)))
    public Answers.SearchResults search(JsonBody body) {
        Caller caller = call.reader();
        SearchRequest search = SearchRequest.of(body);
        return RetainrMapper.found(recall(caller, search.namespace(), search.recall()));
    }

    @POST
    @Path("context")
    @Operation(
            operationId = "retainrContext",
            summary = "Build a context for a prompt",
            description = "Finds memories and puts them into text, ready for a system prompt; empty if none fits.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ContextRequest.class),
                            examples = @ExampleObject(name = "a greeting", value = Examples.CONTEXT)))
    @APIResponse(
            responseCode = "200",
            description = "The text, and about how many tokens it has.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Context.class),
                            examples = @ExampleObject(name = "context", value = Examples.CONTEXT_TEXT)))
    public Answers.Context context(JsonBody body) {
        Caller caller = call.reader();
        ContextRequest context = ContextRequest.of(body);
        List<Memory> memories = recall(caller, context.namespace(), context.recall()).results().stream()
                .map(Recalled.Result::memory)
                .toList();
        return RetainrMapper.context(
                ContextText.of(memories, context.style(), engine.clock().instant()));
    }

    private Recalled recall(Caller caller, Optional<String> namespace, RecallQuery query) {
        Scope scope = RetainrMapper.scope(caller, namespace);
        return engine.usage().metered(caller, 1, () -> engine.recall().recall(scope, query));
    }

    @GET
    @Path("export")
    @Produces(ExportStream.MEDIA_TYPE)
    @Operation(
            operationId = "retainrExport",
            summary = "Export memories",
            description =
                    "One JSON object a line, of one moment, without vectors. A stream that could not be finished ends"
                            + " with a line that is an error.")
    @Parameter(ref = "namespace")
    @Parameter(ref = "tags")
    @Parameter(ref = "sort")
    @APIResponse(
            responseCode = "200",
            description = "The memories, one a line.",
            content =
                    @Content(
                            mediaType = ExportStream.MEDIA_TYPE,
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "two memories", value = Examples.EXPORT)))
    public Response export() {
        Caller caller = call.reader();
        ListRequest list = ListRequest.of(new QueryParameters(uri.getQueryParameters()));
        Scope scope = RetainrMapper.scope(caller, list.namespace());
        Failures failures = (Failures) request.getAttribute(Failures.ATTRIBUTE);
        MemoryService memories = engine.memories();
        return Response.ok(
                        new ExportStream(() -> memories.export(scope, list.filter(), list.order()), failures),
                        ExportStream.MEDIA_TYPE)
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "retainrGet", summary = "Read a memory")
    @APIResponse(
            responseCode = "200",
            description = "The memory.",
            content =
                    @Content(
                            schema = @Schema(implementation = Answers.Listed.class),
                            examples = @ExampleObject(name = "memory", value = Examples.MEMORY)))
    public Answers.Listed get(@PathParam("id") String id) {
        return RetainrMapper.listed(engine.memories().get(call.reader().scope(), id));
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "retainrDelete", summary = "Delete a memory", description = "At once and for good.")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public void delete(@PathParam("id") String id) {
        engine.memories().forget(call.writer().scope(), id);
    }
}
