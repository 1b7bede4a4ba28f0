package org.mneme.war.gomemory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Job;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.ingest.Draft;
import org.mneme.core.ingest.Ingest;
import org.mneme.core.workspace.Caller;
import org.mneme.war.call.Call;

/** Take messages in as GoMemory does, and tell how far they are. */
@Path("/gomemory")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "GoMemory")
public class GoMemoryJobsResource {

    static final String QUEUED = "Memory Insertion Job has been queued for insertion!";
    static final String KNOWN = "Memory Insertion Job is already queued or processed successfully!";

    /** What the document says of an id that is unknown or older than 24 hours, its spelling included. */
    static final String NO_STATUS =
            "We are experiencing some techincal issues right now. Please try again after some time!";

    record Accepted(
            @JsonProperty("ReqId") String reqId,
            @JsonProperty("Msg") String msg) {}

    record Status(
            String status,
            @JsonProperty("createdAt") String createdAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) String error) {}

    record User(@JsonProperty("userId") String userId) {}

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    /** Make up the id of a new user; nothing is stored until something is remembered of them. */
    @POST
    @Path("create/user")
    @Operation(summary = "Make the id of a new user")
    public User createUser() {
        call.writer();
        return new User(UUID.randomUUID().toString());
    }

    /** Accept messages; the same messages of the same user again within 24 hours are the same request. */
    @POST
    @Path("add_memory")
    @Operation(summary = "Add messages to a user's memory")
    public Accepted add(byte[] document) {
        Caller caller = call.writer();
        Requests.Add request = Requests.add(document);
        engine.usage().count(caller, 1);
        UUID id = RequestIds.of(
                request.messages().stream().map(message -> message.content()).toList(), request.user());
        Instant now = engine.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        Scope place = Requests.place(caller.scope(), request.user());
        Ingest ingest = new Ingest.Messages(request.messages(), Draft.of(place, ""), now);
        boolean accepted = engine.ingest()
                .submit(engine.jobs(), place, ingest, RequestIds.job(id), true)
                .accepted();
        return new Accepted(id.toString(), accepted ? QUEUED : KNOWN);
    }

    /** Tell how far a request is. */
    @GET
    @Path("get_status/{reqid}")
    @Operation(summary = "Read the status of a request")
    public Status status(@PathParam("reqid") String reqId) {
        Caller caller = call.reader();
        if (!RequestIds.isOne(reqId)) {
            throw MemoryException.invalid("reqid", "Bad Request");
        }
        Optional<Job> job = engine.jobs().find(caller.scope(), RequestIds.job(UUID.fromString(reqId)));
        return job.map(GoMemoryJobsResource::statusOf)
                .orElseThrow(() -> new jakarta.ws.rs.WebApplicationException(noStatus()));
    }

    private static Status statusOf(Job job) {
        return new Status(
                switch (job.state()) {
                    case PENDING -> "pending";
                    case RUNNING -> "processing";
                    case SUCCEEDED -> "success";
                    case FAILED -> "failure";
                },
                // whole seconds, as the document shows them
                job.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                job.state() == Job.State.FAILED
                        ? job.failure().map(Job.Failure::message).orElse("The job failed without a reason.")
                        : null);
    }

    private static Response noStatus() {
        return Response.serverError()
                .type(MediaType.APPLICATION_JSON)
                .entity(new GoMemoryErrors.Body(NO_STATUS))
                .build();
    }
}
