package org.mneme.war.xtrace;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.workspace.Caller;
import org.mneme.war.call.Call;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Take conversations in, and tell how far their jobs are. */
@Path("/xtrace/v1/memories")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "XTrace")
public class XtraceIngestResource {

    /** How long a caller who waits is held. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    /** Accept a conversation; with {@code ?wait=true} answer when its job has ended, holding no thread meanwhile. */
    @POST
    @Operation(summary = "Ingest a conversation as a job")
    public void ingest(JsonBody body, @Context UriInfo address, @Suspended AsyncResponse answer) {
        Caller caller = call.writer();
        boolean wait = new QueryParameters(address.getQueryParameters())
                .word("wait", List.of("true", "false"))
                .filter("true"::equals)
                .isPresent();
        IngestRequest request = IngestRequest.read(body, caller.scope());
        engine.usage().count(caller, 1);
        Instant now = engine.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        Job job = engine.ingest()
                .submit(engine.jobs(), request.place(), request.ingest(now), Ids.nextJob(now), false)
                .job();
        if (!wait) {
            answer.resume(Response.accepted(shown(caller.scope(), job)).build());
            return;
        }
        await(caller.scope(), job, answer);
    }

    private void await(Scope workspace, Job job, AsyncResponse answer) {
        engine.jobs().ended(workspace, job.id(), LONGEST_WAIT).whenComplete((ended, failure) -> {
            if (failure != null) {
                answer.resume(failure instanceof CompletionException ? failure.getCause() : failure);
                return;
            }
            int status = ended.state().ended() ? 200 : 202;
            answer.resume(
                    Response.status(status).entity(shown(workspace, ended)).build());
        });
    }

    /** Tell how far a job is. */
    @GET
    @Path("jobs/{jobId}")
    @Operation(summary = "Read an ingest job")
    public XtraceJob job(@PathParam("jobId") String jobId) {
        Scope workspace = call.reader().scope();
        return shown(workspace, engine.jobs().get(workspace, jobId));
    }

    private XtraceJob shown(Scope workspace, Job job) {
        return XtraceJob.of(job, ids -> engine.memories().findAll(workspace, ids));
    }
}
