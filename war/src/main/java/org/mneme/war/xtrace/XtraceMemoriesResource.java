package org.mneme.war.xtrace;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.recall.ContextText;
import org.mneme.core.recall.Recalled;
import org.mneme.core.workspace.Caller;
import org.mneme.core.workspace.Plan;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;
import org.mneme.war.call.Call;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** List, find, read, change and delete memories as XTrace does. */
@Path("/xtrace/v1/memories")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "XTrace")
public class XtraceMemoriesResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;
    private static final String NEWEST_FIRST = "created_at_desc";
    private static final String OLDEST_FIRST = "created_at_asc";

    record SearchAnswer(
            String object, String mode, List<XtraceMemory> data, String context, boolean hasMore, String nextCursor) {}

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    /** List memories, page by page; what is written meanwhile moves no page. */
    @GET
    @Operation(summary = "List memories")
    public ListAnswer list(@Context UriInfo address) {
        QueryParameters query = new QueryParameters(address.getQueryParameters());
        Scope scope = XtraceScopes.of(call.reader().scope(), query);
        Optional<String> type = query.word("type", XtraceTypes.WORDS);
        Filter filter = type.<Filter>map(word -> Filter.active().and(new Filter.TypeIn(XtraceTypes.named(word))))
                .orElse(Filter.active());
        int limit = query.integer("limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        boolean oldest = query.word("order", List.of(NEWEST_FIRST, OLDEST_FIRST))
                .filter(OLDEST_FIRST::equals)
                .isPresent();
        Optional<Listing.Position> after = query.text("cursor", 1_000).map(Cursor::read);
        // one more than asked for tells whether there are more
        Listing listing = new Listing(filter, oldest ? Order.OLDEST_FIRST : Order.NEWEST_FIRST, 0, limit + 1, after);
        List<Memory> found = engine.memories().list(scope, listing).memories();
        List<Memory> page = found.subList(0, Math.min(limit, found.size()));
        return ListAnswer.of(
                page.stream().map(XtraceMemory::of).toList(),
                found.size() > limit ? Cursor.behind(page.get(page.size() - 1)) : null);
    }

    /** Find memories by meaning and words; in mode {@code compose} also as text for a prompt. */
    @POST
    @Path("search")
    @Operation(summary = "Search memories")
    public SearchAnswer search(JsonBody body) {
        Caller caller = call.reader();
        SearchRequest request = SearchRequest.read(body, caller.scope());
        engine.usage().count(caller, 1);
        List<Recalled.Result> results =
                engine.recall().recall(request.scope(), request.query()).results();
        String context = request.mode().equals("compose") ? compose(results) : null;
        return new SearchAnswer(
                "search",
                request.mode(),
                results.stream()
                        .map(result -> XtraceMemory.of(result.memory(), result.score()))
                        .toList(),
                context,
                false,
                null);
    }

    private String compose(List<Recalled.Result> results) {
        List<Memory> memories = results.stream().map(Recalled.Result::memory).toList();
        return ContextText.of(
                        memories,
                        ContextText.Format.SYSTEM_PROMPT,
                        engine.clock().instant())
                .text();
    }

    /** Return one memory, one that was superseded too. */
    @GET
    @Path("{id}")
    @Operation(summary = "Read a memory")
    public XtraceMemory get(@PathParam("id") String id) {
        return XtraceMemory.of(engine.memories().get(call.reader().scope(), id));
    }

    /** Change the text or the metadata of a memory; its former state stays among the revisions. */
    @PATCH
    @Path("{id}")
    @Operation(summary = "Change a memory")
    public XtraceMemory patch(@PathParam("id") String id, JsonBody body) {
        Caller caller = call.writer();
        if (!body.has("text") && !body.has("metadata")) {
            throw MemoryException.invalid("empty_patch", "text", "the body must have text or metadata");
        }
        Optional<String> text =
                body.has("text") ? Optional.of(body.requireText("text", Plan.MAX_CONTENT)) : Optional.empty();
        Optional<Map<String, Object>> metadata =
                body.has("metadata") ? Optional.of(body.map("metadata")) : Optional.empty();
        return XtraceMemory.of(engine.memories()
                .change(
                        caller.scope(),
                        id,
                        memory -> memory.toBuilder()
                                .content(text.orElse(memory.content()))
                                .metadata(metadata.orElse(memory.metadata()))
                                .build()));
    }

    /** Delete a memory and all its revisions for good. */
    @DELETE
    @Path("{id}")
    @Operation(summary = "Delete a memory")
    public void delete(@PathParam("id") String id) {
        engine.memories().forget(call.writer().scope(), id);
    }

    /** Return the states a memory had and has, oldest first. */
    @GET
    @Path("{id}/revisions")
    @Operation(summary = "List the revisions of a memory")
    public ListAnswer revisions(@PathParam("id") String id) {
        List<Memory> versions = engine.memories().versions(call.reader().scope(), id);
        return ListAnswer.of(versions.stream().map(XtraceMemory::of).toList(), null);
    }
}
