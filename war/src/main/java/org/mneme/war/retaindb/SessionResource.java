package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Scope;
import org.mneme.war.query.QueryParameters;

/** Show what happened in one conversation or run. */
@Path("/retaindb/v1/memory/session")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: sessions")
public class SessionResource {

    @Inject
    private Exchange exchange;

    @Inject
    private Timelines timelines;

    @Context
    private UriInfo uri;

    @GET
    @Path("{sessionId}")
    @Operation(
            operationId = "retaindbSession",
            summary = "Read the timeline of a session",
            description = "Writes that are not stored yet come first, then what is stored, oldest first.")
    public Answers.Session timeline(@PathParam("sessionId") String sessionId) {
        QueryParameters query = new QueryParameters(uri.getQueryParameters());
        Place place = Place.of(query).inSession(Place.named("sessionId", sessionId));
        boolean includeInactive = Fields.flag(query, "include_inactive", false);
        boolean includePending = Fields.flag(query, "include_pending", true);
        int limit = query.integer("limit", 1, Limits.TIMELINE).orElse(Limits.TIMELINE);
        Scope scope = exchange.reading(place);
        Timelines.Timeline timeline =
                timelines.inOrder(scope, Fields.filter(includeInactive, Set.of()), includePending, limit);
        return new Answers.Session(
                sessionId,
                timeline.entries(),
                timeline.entries().size(),
                includePending,
                timeline.pending(),
                exchange.traceId());
    }
}
