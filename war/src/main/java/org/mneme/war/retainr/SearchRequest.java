package org.mneme.war.retainr;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.api.Filter;
import org.mneme.core.recall.Profile;
import org.mneme.core.recall.RecallQuery;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/memories/search} takes. */
@Schema(name = "RetainrSearchRequest", requiredProperties = "query")
record SearchRequest(
        @Schema(description = "What is looked for, in any words.", maxLength = Limits.QUERY)
        String query,

        @Schema(description = "Only memories of this namespace.")
        Optional<String> namespace,

        @Schema(description = "Only memories with all of these tags.", maxItems = Limits.TAGS)
        List<String> tags,

        @Schema(description = "The most memories to return.", minimum = "1", maximum = "100", defaultValue = "10")
        int limit,

        @Schema(description = "The least cosine similarity.", minimum = "0", maximum = "1", defaultValue = "0")
        double threshold) {

    static SearchRequest of(JsonBody body) {
        return new SearchRequest(
                body.requireText("query", Limits.QUERY),
                Fields.namespace(body),
                Fields.tags(body),
                body.integer("limit", 1, Limits.PAGE).orElse(10),
                body.number("threshold", 0, 1).orElse(0));
    }

    RecallQuery recall() {
        return new RecallQuery(query, Filter.active().tagged(tags), limit, threshold, Profile.FAST);
    }
}
