package org.mneme.war.retainr;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.mneme.api.Filter;
import org.mneme.core.recall.ContextText;
import org.mneme.core.recall.Profile;
import org.mneme.core.recall.RecallQuery;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/memories/context} takes. */
@Schema(name = "RetainrContextRequest", requiredProperties = "query")
record ContextRequest(
        @Schema(description = "The user's message or topic.", maxLength = Limits.QUERY)
        String query,

        @Schema(description = "Only memories of this namespace.")
        Optional<String> namespace,

        @Schema(description = "Only memories with all of these tags.", maxItems = Limits.TAGS)
        List<String> tags,

        @Schema(description = "The most memories to use.", minimum = "1", maximum = "20", defaultValue = "5")
        int limit,

        @Schema(description = "The least cosine similarity.", minimum = "0", maximum = "1", defaultValue = "0.35")
        double threshold,

        @Schema(
                description = "How the text looks.",
                enumeration = {"system_prompt", "bullet_list", "numbered_list"},
                defaultValue = "system_prompt")
        String format) {

    private static final List<String> FORMATS = Arrays.stream(ContextText.Format.values())
            .map(ContextText.Format::word)
            .toList();

    static ContextRequest of(JsonBody body) {
        return new ContextRequest(
                body.requireText("query", Limits.QUERY),
                Fields.namespace(body),
                Fields.tags(body),
                body.integer("limit", 1, Limits.CONTEXT).orElse(5),
                body.number("threshold", 0, 1).orElse(0.35),
                body.word("format", FORMATS).orElse(ContextText.Format.SYSTEM_PROMPT.word()));
    }

    RecallQuery recall() {
        return new RecallQuery(query, Filter.active().tagged(tags), limit, threshold, Profile.FAST);
    }

    ContextText.Format style() {
        return ContextText.Format.ofWord(format).orElseThrow();
    }
}
