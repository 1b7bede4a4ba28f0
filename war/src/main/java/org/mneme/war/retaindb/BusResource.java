package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.AgentEvent;
import org.mneme.api.Handoff;
import org.mneme.api.Ids;
import org.mneme.api.Scope;
import org.mneme.core.agent.AgentService;
import org.mneme.core.agent.ContextBundle;
import org.mneme.core.agent.ContextBundler;
import org.mneme.core.idempotency.IdempotencyService.Work;
import org.mneme.war.json.JsonBody;
import org.mneme.war.retaindb.Exchange.Outcome;

/** Let the agents of a task share what they did and found out, and hand it over. */
@Path("/retaindb/v1/agent/memory")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: agent memory bus", description = "Shared by project and task; agent_id names who acts.")
public class BusResource {

    private static final int RESUME_TOP_K = 8;

    @Inject
    private Exchange exchange;

    @POST
    @Path("events")
    @Operation(
            operationId = "retaindbEvent",
            summary = "Record what an agent did or found out",
            description = "202 with the job that makes it searchable; 201 when that is done at once.")
    public Response record(JsonBody body) {
        BusRequests.Event request = BusRequests.Event.of(body);
        return exchange.once(body, 1, work -> recorded(request, work));
    }

    private Outcome recorded(BusRequests.Event request, Work work) {
        AgentEvent event = new AgentEvent(
                Ids.derived("evt_", work.since(), work.id(), 0),
                exchange.writing(request.place()),
                request.type(),
                request.summary(),
                request.details(),
                request.salience(),
                work.since());
        AgentService agents = exchange.engine().agents();
        if (!request.async()) {
            agents.recordNow(event);
            return Outcome.of(201, new BusAnswers.Recorded(true, event.id(), null, exchange.traceId()));
        }
        String job = Ids.derivedJob(work.since(), work.id());
        agents.record(event, job);
        return Outcome.of(202, new BusAnswers.Recorded(true, event.id(), job, exchange.traceId()));
    }

    @POST
    @Path("context")
    @Operation(
            operationId = "retaindbBundle",
            summary = "Read what an agent should know about a task",
            description =
                    "The text can be put into a prompt as it is: decisions and constraints first, then failures,"
                            + " open handoffs, memories that fit the query, and other events; what is recalled is fenced as data.")
    public BusAnswers.ContextAnswer context(JsonBody body) {
        BusRequests.Context request = BusRequests.Context.of(body);
        Scope scope = exchange.reading(request.place().byAnyAgent());
        ContextBundle bundle = exchange.metered(() -> exchange.engine()
                .contexts()
                .bundle(new ContextBundler.Request(
                        scope, request.query(), request.topK(), request.maxTokens(), Optional.empty())));
        BusAnswers.Context context = BusMapper.context(
                request.place().task().orElseThrow(), request.place().agent().orElseThrow(), request.query(), bundle);
        return new BusAnswers.ContextAnswer(true, context, exchange.traceId());
    }

    @POST
    @Path("handoffs")
    @Operation(operationId = "retaindbHandOver", summary = "Hand a task over to another agent")
    public Response handOver(JsonBody body) {
        BusRequests.Handoff request = BusRequests.Handoff.of(body);
        return exchange.once(body, 1, work -> handedOver(request, work));
    }

    private Outcome handedOver(BusRequests.Handoff request, Work work) {
        Handoff handoff = exchange.engine()
                .agents()
                .handOver(new Handoff(
                        Ids.derived("handoff_", work.since(), work.id(), 0),
                        exchange.writing(request.place().byAnyAgent()),
                        request.fromAgent(),
                        request.toAgent(),
                        request.summary(),
                        request.context(),
                        Optional.empty(),
                        List.of(),
                        1,
                        work.since(),
                        work.since()));
        return Outcome.of(
                201, new BusAnswers.HandedOver(true, handoff.id(), BusMapper.handoff(handoff), exchange.traceId()));
    }

    @GET
    @Path("handoffs/{handoffId}")
    @Operation(operationId = "retaindbHandoff", summary = "Read a handoff")
    public BusAnswers.HandoffAnswer handoff(@PathParam("handoffId") String handoffId) {
        Handoff handoff = exchange.engine().agents().handoff(exchange.reader(), handoffId);
        return new BusAnswers.HandoffAnswer(true, BusMapper.handoff(handoff), exchange.traceId());
    }

    @POST
    @Path("handoffs/{handoffId}/resume")
    @Operation(
            operationId = "retaindbResume",
            summary = "Take a handoff over into a session",
            description = "The first session takes it, a later one forks it, the same one again changes nothing.")
    public Response resume(@PathParam("handoffId") String handoffId, JsonBody body) {
        BusRequests.Resume request = BusRequests.Resume.of(body);
        return exchange.once(body, 1, work -> resumed(handoffId, request.session()));
    }

    private Outcome resumed(String id, String session) {
        AgentService.Resumed resumed = exchange.engine().agents().resume(exchange.writer(), id, session);
        Handoff handoff = resumed.handoff();
        ContextBundle bundle = exchange.engine()
                .contexts()
                .bundle(new ContextBundler.Request(
                        BusMapper.shared(handoff),
                        handoff.summary(),
                        RESUME_TOP_K,
                        Optional.empty(),
                        Optional.of(handoff)));
        BusAnswers.Handoff said = BusMapper.handoff(handoff);
        return Outcome.of(
                200,
                new BusAnswers.Resumed(
                        true,
                        id,
                        session,
                        resumed.forked(),
                        said,
                        BusMapper.context(said.taskId(), handoff.toAgent(), handoff.summary(), bundle),
                        exchange.traceId()));
    }
}
