package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Show and ask what is known about a user across sessions. */
@Path("/retaindb/v1/memory/profile")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: profiles")
public class ProfileResource {

    @Inject
    private Exchange exchange;

    @Inject
    private Timelines timelines;

    @Inject
    private Searcher searcher;

    @Context
    private UriInfo uri;

    @GET
    @Path("{userId}")
    @Operation(
            operationId = "retaindbProfile",
            summary = "Read the memories of a user across sessions",
            description = "Writes that are not stored yet come first, then what is stored, youngest first.")
    public Answers.Profile profile(@PathParam("userId") String userId) {
        QueryParameters query = new QueryParameters(uri.getQueryParameters());
        Place place = Place.of(query).ofUser(Place.named("userId", userId));
        Set<MemoryType> types = Fields.types(query.texts("memory_types", Limits.TAGS, Limits.WORD));
        boolean includePending = Fields.flag(query, "include_pending", true);
        boolean pendingFits = types.isEmpty() || types.contains(MemoryType.EVENT);
        Scope scope = exchange.reading(place);
        Timelines.Timeline timeline = timelines.youngestFirst(
                scope, Fields.filter(false, types), includePending && pendingFits, Limits.TIMELINE);
        return new Answers.Profile(
                userId,
                timeline.entries(),
                timeline.entries().size(),
                includePending,
                timeline.pending(),
                exchange.traceId());
    }

    @POST
    @Path("{userId}/ask")
    @Operation(
            operationId = "retaindbAsk",
            summary = "Ask what is known about a user",
            description = "The answer is composed of the best memories word by word, and says so.")
    public Answers.Asked ask(@PathParam("userId") String userId, JsonBody body) {
        SearchRequest request = AskRequest.of(body, Place.named("userId", userId));
        return ExtractiveAnswer.of(request.query(), searcher.search(request), exchange.traceId());
    }
}
