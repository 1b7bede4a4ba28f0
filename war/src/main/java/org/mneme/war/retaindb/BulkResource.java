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

/** Store many memories with one request. */
@Path("/retaindb/v1/memory/bulk")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: memories")
public class BulkResource {

    @Inject
    private Exchange exchange;

    @Inject
    private Writer writer;

    @POST
    @Operation(
            operationId = "retaindbBulk",
            summary = "Store up to 1,000 memories, in the background unless write_mode is sync")
    public Response write(JsonBody body) {
        BulkRequest request = BulkRequest.of(body);
        return exchange.once(
                body,
                request.memories().size(),
                work -> request.async() ? writer.acceptAll(request, work) : writer.storeAll(request, work));
    }
}
