package org.mneme.war.retaindb;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.core.recall.Profile;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/context/query} takes. */
record ContextQueryRequest(
        Place place,
        String query,
        int topK,
        double threshold,
        boolean includeMemories,
        boolean includePending,
        Optional<Integer> maxTokens) {

    static ContextQueryRequest of(JsonBody body) {
        return new ContextQueryRequest(
                Place.of(body),
                body.requireText("query", Limits.QUERY),
                body.integer("top_k", 1, Limits.TOP_K).orElse(10),
                body.number("threshold", 0, 1).orElse(0.3),
                body.flag("include_memories").orElse(true),
                body.flag("include_pending").orElse(true),
                Fields.maxTokens(body));
    }

    SearchRequest search(Profile profile) {
        return new SearchRequest(place, query, topK, Set.of(), List.of(), false, includePending, profile);
    }
}
