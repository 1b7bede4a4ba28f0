package org.mneme.war.gomemory;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.core.Engine;
import org.mneme.core.recall.Profile;
import org.mneme.core.recall.RecallQuery;
import org.mneme.core.workspace.Caller;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.Order;
import org.mneme.war.call.Call;

/** Find, list and delete a user's memories as GoMemory does. */
@Path("/gomemory")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "GoMemory")
public class GoMemoryMemoriesResource {

    private static final int MOST_FOUND = 50;
    private static final int PAGE = 1_000;

    record Done(String message) {}

    @Inject
    private Engine engine;

    @Inject
    private Call call;

    /** Return what fits a question: the user's core memories, if they are wanted, then the general ones that fit, best first. */
    @POST
    @Path("get_memory")
    @Operation(summary = "Find memories of a user")
    public List<GoMemoryEntry> find(byte[] document) {
        Caller caller = call.reader();
        Requests.Ask ask = Requests.ask(document);
        engine.usage().count(caller, 1);
        Scope user = Requests.ofUser(caller.scope(), ask.user());
        List<GoMemoryEntry> found = new ArrayList<>(ask.core() ? all(user, CoreTypes.core()) : List.of());
        RecallQuery query =
                new RecallQuery(ask.question(), CoreTypes.general(), MOST_FOUND, ask.threshold(), Profile.FAST);
        engine.recall().recall(user, query).results().forEach(result -> found.add(GoMemoryEntry.of(result.memory())));
        return found;
    }

    /** Return everything known of a user, newest first. */
    @GET
    @Path("get_all/{userId}")
    @Operation(summary = "List all memories of a user")
    public List<GoMemoryEntry> all(@PathParam("userId") String userId) {
        return all(Requests.ofUser(call.reader().scope(), userId), Filter.active());
    }

    /** Return a user's lasting traits, newest first. */
    @GET
    @Path("get_core/{userId}")
    @Operation(summary = "List the core memories of a user")
    public List<GoMemoryEntry> core(@PathParam("userId") String userId) {
        return all(Requests.ofUser(call.reader().scope(), userId), CoreTypes.core());
    }

    private List<GoMemoryEntry> all(Scope user, Filter filter) {
        List<GoMemoryEntry> entries = new ArrayList<>();
        Optional<Listing.Position> after = Optional.empty();
        while (true) {
            List<Memory> page = engine.memories()
                    .list(user, new Listing(filter, Order.NEWEST_FIRST, 0, PAGE, after))
                    .memories();
            page.forEach(memory -> entries.add(GoMemoryEntry.of(memory)));
            if (page.size() < PAGE) {
                return entries;
            }
            Memory last = page.get(page.size() - 1);
            after = Optional.of(new Listing.Position(last.createdAt(), last.id()));
        }
    }

    /** Delete general memories of a user; ids that are not the user's are passed over. */
    @POST
    @Path("delete_memory/general")
    @Operation(summary = "Delete general memories")
    public Done deleteGeneral(byte[] document) {
        return delete(document, CoreTypes.general());
    }

    /** Delete core memories of a user; ids that are not the user's are passed over. */
    @POST
    @Path("delete_memory/core")
    @Operation(summary = "Delete core memories")
    public Done deleteCore(byte[] document) {
        return delete(document, CoreTypes.core());
    }

    private Done delete(byte[] document, Filter kind) {
        Caller caller = call.writer();
        Requests.Delete request = Requests.delete(document);
        Filter chosen = kind.and(new Filter.IdIn(Set.copyOf(request.memories())));
        engine.memories().forgetAll(Requests.ofUser(caller.scope(), request.user()), chosen);
        return new Done("Deletion was successful");
    }
}
