package org.mneme.war.retaindb;

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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.idempotency.IdempotencyService.Work;
import org.mneme.core.memory.MemoryService;
import org.mneme.war.json.JsonBody;
import org.mneme.war.retaindb.Exchange.Outcome;

/** Write, read, change and delete single memories as the RetainDB API does. */
@Path("/retaindb/v1/memory")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(
        name = "RetainDB: memories",
        description = "The RetainDB API; its addresses work without the prefix /retaindb too.")
public class MemoryResource {

    @Inject
    private Exchange exchange;

    @Inject
    private Writer writer;

    @POST
    @Operation(
            operationId = "retaindbWrite",
            summary = "Store a memory, at once or in the background",
            description = "201 if it is new, 200 if a memory that was there says it, 202 with write_mode async.")
    public Response write(JsonBody body) {
        WriteRequest request = WriteRequest.of(body);
        boolean async = Fields.async(body, false);
        return exchange.once(body, 1, work -> async ? writer.accept(request, work) : writer.store(request, work));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "retaindbGet", summary = "Read a memory, stored or still pending")
    public Answers.Read get(@PathParam("id") String id) {
        return new Answers.Read(true, exchange.traceId(), id, entry(exchange.reader(), id));
    }

    private Answers.Entry entry(Scope workspace, String id) {
        if (id.startsWith("pending:")) {
            return exchange.overlay(workspace, true).pending().stream()
                    .filter(pending -> pending.id().equals(id))
                    .<Answers.Entry>map(MemoryMapper::pending)
                    .findFirst()
                    .orElseGet(() -> stored(workspace, id));
        }
        return stored(workspace, id);
    }

    private Answers.Memory stored(Scope workspace, String id) {
        return MemoryMapper.memory(exchange.engine().memories().get(workspace, id));
    }

    @PUT
    @Path("{id}")
    @Operation(
            operationId = "retaindbUpdate",
            summary = "Give a memory a new content, keeping the old one as a version")
    public Response update(@PathParam("id") String id, JsonBody body) {
        UpdateRequest request = UpdateRequest.of(body);
        return exchange.once(body, 1, work -> changed(id, request, work));
    }

    private Outcome changed(String id, UpdateRequest request, Work work) {
        MemoryService memories = exchange.engine().memories();
        Memory present = memories.get(exchange.writer(), id);
        // a first run of this very work changed it, and died before it answered
        boolean done = request.isIn(present) && !present.updatedAt().isBefore(work.since()) && present.version() > 1;
        Memory changed = done ? present : memories.change(exchange.writer(), id, request::applyTo);
        Answers.NewVersion version = new Answers.NewVersion(MemoryMapper.memory(changed), changed.version() - 1);
        return new Outcome(200, new Answers.Changed(true, "sync", exchange.traceId(), id, version), List.of(id));
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "retaindbDelete", summary = "Delete a memory, at once and for good")
    public Answers.Deleted delete(@PathParam("id") String id) {
        exchange.engine().memories().forget(exchange.writer(), id);
        return new Answers.Deleted(true, "Memory deleted", id, exchange.traceId());
    }

    @GET
    @Path("{id}/versions")
    @Operation(operationId = "retaindbVersions", summary = "Read what a memory said before")
    public Answers.Versions versions(@PathParam("id") String id) {
        List<Memory> versions = exchange.engine().memories().versions(exchange.reader(), id);
        int current = versions.get(versions.size() - 1).version();
        return new Answers.Versions(
                id,
                current,
                versions.stream().map(MemoryMapper::version).toList(),
                versions.size(),
                exchange.traceId());
    }
}
