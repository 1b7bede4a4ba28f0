package org.mneme.war.xtrace;

import java.util.List;
import java.util.Map;
import org.mneme.api.Filter;
import org.mneme.api.Scope;
import org.mneme.core.recall.Profile;
import org.mneme.core.recall.RecallQuery;
import org.mneme.war.json.JsonBody;

/** A search a caller asked for: read, checked, and what it is narrowed to. */
record SearchRequest(Scope scope, RecallQuery query, String mode) {

    private static final int MAX_QUERY = 32_768;
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_INCLUDE = 20;
    private static final List<String> MODES = List.of("retrieve", "compose");

    static SearchRequest read(JsonBody body, Scope workspace) {
        String text = body.requireText("query", MAX_QUERY);
        Scope scope = XtraceScopes.of(workspace, body);
        Map<String, Object> filters = body.map("filters");
        XtraceFilter.Parsed parsed = XtraceFilter.parse(filters);
        if (scope.attributes().isEmpty() && !parsed.scoped()) {
            throw body.invalid(
                    "filters", "must name at least one of user_id, agent_id, conv_id, app_id, here or at the top");
        }
        int limit = body.integer("limit", 1, 100).orElse(DEFAULT_LIMIT);
        body.texts("include", MAX_INCLUDE, 64);
        String mode = body.word("mode", MODES).orElse(MODES.get(0));
        Filter filter = Filter.active().and(parsed.filter());
        return new SearchRequest(scope, new RecallQuery(text, filter, limit, -1, Profile.BALANCED), mode);
    }
}
