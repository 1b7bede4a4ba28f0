package org.mneme.war.retaindb;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.mneme.api.MemoryType;
import org.mneme.core.recall.Profile;
import org.mneme.war.json.JsonBody;

/** What {@code POST /v1/memory/search} takes. */
record SearchRequest(
        Place place,
        String query,
        int topK,
        Set<MemoryType> types,
        List<String> tags,
        boolean includeInactive,
        boolean includePending,
        Profile profile) {

    private static final List<String> PROFILES =
            Arrays.stream(Profile.values()).map(Profile::word).toList();

    static SearchRequest of(JsonBody body) {
        return new SearchRequest(
                Place.of(body),
                body.requireText("query", Limits.QUERY),
                body.integer("top_k", 1, Limits.TOP_K).orElse(10),
                Fields.types(body.texts("memory_types", Limits.TAGS, Limits.WORD)),
                Fields.texts(body, "tags", Limits.TAGS),
                body.flag("include_inactive").orElse(false),
                body.flag("include_pending").orElse(true),
                body.word("profile", PROFILES).flatMap(Profile::ofWord).orElse(Profile.BALANCED));
    }
}
