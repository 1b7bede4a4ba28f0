package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Filter;
import org.mneme.api.Scope;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Answer the older addresses of the RetainDB API. */
@Path("/retaindb/v1/memories")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: older addresses")
public class LegacyResource {

    private static final int DEFAULT_LIMIT = 50;

    @Inject
    private Exchange exchange;

    @Inject
    private MemoryResource memories;

    @Inject
    private Timelines timelines;

    @Inject
    private Searcher searcher;

    @Context
    private UriInfo uri;

    @POST
    @Operation(operationId = "retaindbLegacyWrite", summary = "As POST /v1/memory")
    public Response write(JsonBody body) {
        return memories.write(body);
    }

    @GET
    @Operation(operationId = "retaindbLegacyList", summary = "List memories, the youngest first")
    public Answers.LegacyMemories list() {
        QueryParameters query = new QueryParameters(uri.getQueryParameters());
        Scope scope = exchange.reading(Place.of(query));
        int limit = query.integer("limit", 1, Limits.LEGACY_LIST).orElse(DEFAULT_LIMIT);
        boolean includePending = Fields.flag(query, "include_pending", true);
        List<Answers.Entry> entries = timelines
                .youngestFirst(scope, Filter.active(), includePending, limit)
                .entries();
        return new Answers.LegacyMemories(entries, entries.size(), exchange.traceId());
    }

    @POST
    @Path("search")
    @Operation(operationId = "retaindbLegacySearch", summary = "Find memories, as POST /v1/memory/search")
    public Answers.LegacyMemories search(JsonBody body) {
        Searcher.Searched searched = searcher.search(SearchRequest.of(body));
        List<Answers.Entry> entries = Stream.<Answers.Entry>concat(
                        searched.pending().stream().map(match -> MemoryMapper.pending(match.pending())),
                        searched.recalled().results().stream().map(result -> MemoryMapper.memory(result.memory())))
                .toList();
        return new Answers.LegacyMemories(entries, entries.size(), exchange.traceId());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "retaindbLegacyGet", summary = "Read a memory")
    public Answers.LegacyMemory get(@PathParam("id") String id) {
        return new Answers.LegacyMemory(
                MemoryMapper.memory(exchange.engine().memories().get(exchange.reader(), id)), exchange.traceId());
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "retaindbLegacyDelete", summary = "Delete a memory, at once and for good")
    public Answers.LegacyDeleted delete(@PathParam("id") String id) {
        exchange.engine().memories().forget(exchange.writer(), id);
        return new Answers.LegacyDeleted(true, exchange.traceId());
    }
}
