package org.mneme.war.retaindb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.mneme.core.recall.Profile;
import org.mneme.war.json.JsonBody;

/** Put memories into text for a prompt. */
@Path("/retaindb/v1/context")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "RetainDB: search")
public class ContextResource {

    @Inject
    private Exchange exchange;

    @Inject
    private Searcher searcher;

    @POST
    @Path("query")
    @Operation(
            operationId = "retaindbContextQuery",
            summary = "Find memories and put them into text",
            description = "Results and text hold the same memories; the text never has more than max_tokens tokens.")
    public Answers.Context query(JsonBody body) {
        long start = System.nanoTime();
        ContextQueryRequest request = ContextQueryRequest.of(body);
        ContextPage page = new ContextPage(request.maxTokens().orElse(Integer.MAX_VALUE));
        exchange.reading(request.place());
        if (request.includeMemories()) {
            fill(page, request);
        }
        Answers.Meta meta = new Answers.Meta(
                request.query(), page.facts().size(), MemoryMapper.millis(System.nanoTime() - start), page.tokens());
        return new Answers.Context(page.facts(), page.text(), meta, exchange.traceId());
    }

    private void fill(ContextPage page, ContextQueryRequest request) {
        Searcher.Searched searched = searcher.search(request.search(Profile.BALANCED));
        searched.pending().stream().filter(match -> match.share() > 0).forEach(page::add);
        searched.recalled().results().stream()
                .filter(result -> result.similarity() >= request.threshold())
                .forEach(page::add);
    }
}
