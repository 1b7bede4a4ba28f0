package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.war.json.JsonBody;

/** Make memories of what was said in a session. */
@Path("/retaindb/v1/memory/ingest")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: sessions")
public class IngestResource {

    @Inject
    private Exchange exchange;

    @Inject
    private Writer writer;

    @POST
    @Path("session")
    @Operation(
            operationId = "retaindbIngestSession",
            summary = "Make memories of a conversation, in the background unless write_mode is sync",
            description = "The same messages again create nothing new.")
    public Response ingest(JsonBody body) {
        IngestRequest request = IngestRequest.of(body);
        return exchange.once(
                body, 1, work -> request.async() ? writer.acceptIngest(request, work) : writer.ingest(request, work));
    }
}
