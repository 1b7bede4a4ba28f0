package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Filter;
import org.mneme.war.json.JsonBody;
import org.mneme.war.retaindb.Exchange.Outcome;

/** Delete many memories with one request. */
@Path("/retaindb/v1/memory/bulk-delete")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: memories")
public class BulkDeleteResource {

    private static final String IDS = "memory_ids";

    @Inject
    private Exchange exchange;

    @POST
    @Operation(operationId = "retaindbBulkDelete", summary = "Delete up to 500 memories, at once and for good")
    public Response delete(JsonBody body) {
        List<String> ids = Fields.texts(body, IDS, Limits.BULK_DELETE);
        if (ids.isEmpty()) {
            throw body.invalid(IDS, "is required and must have 1 to " + Limits.BULK_DELETE + " elements");
        }
        return exchange.once(body, 1, work -> {
            long deleted = exchange.engine().memories().forgetAll(exchange.writer(), new Filter.IdIn(Set.copyOf(ids)));
            return Outcome.of(200, new Answers.DeletedMany(true, deleted, ids.size(), exchange.traceId()));
        });
    }
}
