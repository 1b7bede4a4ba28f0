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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Scope;
import org.mneme.core.ingest.IngestResult;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;
import org.mneme.war.retaindb.Exchange.Outcome;

/** Tell agents who they are, and read it back. */
@Path("/retaindb/v1/memory/agent")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: agents")
public class AgentResource {

    @Inject
    private Exchange exchange;

    @Context
    private UriInfo uri;

    @GET
    @Path("{agentId}/model")
    @Operation(operationId = "retaindbAgentModel", summary = "Read what an agent knows of itself")
    public Answers.AgentModel model(@PathParam("agentId") String agentId) {
        Place place = Place.of(new QueryParameters(uri.getQueryParameters()));
        Scope scope = exchange.reading(place.byAgent(Place.named("agentId", agentId)));
        return MemoryMapper.model(agentId, exchange.engine().agentModels().model(scope), exchange.traceId());
    }

    @POST
    @Path("{agentId}/seed")
    @Operation(
            operationId = "retaindbAgentSeed",
            summary = "Tell an agent who it is",
            description = "Each sentence becomes a memory of the agent; the same again adds nothing.")
    public Response seed(@PathParam("agentId") String agentId, JsonBody body) {
        String content = body.requireText("content", Limits.CONTENT);
        Optional<String> source = body.text("source", Limits.NAME);
        Place given = Place.of(body);
        // what is said of the agent itself belongs to no user, session or task
        Place place = new Place(
                given.givenProject(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Place.named("agentId", agentId)),
                Optional.empty(),
                given.namespace());
        return exchange.once(body, 1, work -> {
            IngestResult result = exchange.engine()
                    .agentModels()
                    .seed(exchange.writing(place), content, source, work.id(), work.since());
            return Outcome.of(
                    200, new Answers.Seeded(agentId, true, result.created().size(), exchange.traceId()));
        });
    }
}
