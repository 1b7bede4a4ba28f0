package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.war.json.JsonBody;

/** Find memories by meaning and by words. */
@Path("/retaindb/v1/memory/search")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: search")
public class SearchResource {

    @Inject
    private Exchange exchange;

    @Inject
    private Searcher searcher;

    @POST
    @Operation(
            operationId = "retaindbSearch",
            summary = "Find memories",
            description =
                    "Writes that are not stored yet come first, then the best memories by score. Profiles: fast by"
                            + " vector, balanced by vector and words, quality with whatever else helps.")
    public Answers.SearchResults search(JsonBody body) {
        long start = System.nanoTime();
        SearchRequest request = SearchRequest.of(body);
        Searcher.Searched searched = searcher.search(request);
        List<Answers.Found> results = Stream.concat(
                        searched.pending().stream().map(MemoryMapper::found),
                        searched.recalled().results().stream().map(MemoryMapper::found))
                .toList();
        return new Answers.SearchResults(
                results,
                results.size(),
                request.query(),
                exchange.traceId(),
                MemoryMapper.millis(System.nanoTime() - start),
                MemoryMapper.latency(searched.recalled().timing()),
                request.profile().word(),
                request.includePending(),
                searched.pending().size());
    }
}
