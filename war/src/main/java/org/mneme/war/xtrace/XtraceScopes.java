package org.mneme.war.xtrace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Attribute;
import org.mneme.api.Scope;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Translate XTrace's ids of users, agents, conversations and apps into scopes. */
final class XtraceScopes {

    /** The most characters of an id. */
    static final int ID = 512;

    private static final Map<String, Attribute> FIELDS = fields();

    private XtraceScopes() {}

    private static Map<String, Attribute> fields() {
        Map<String, Attribute> fields = new LinkedHashMap<>();
        fields.put("user_id", Attribute.USER);
        fields.put("agent_id", Attribute.AGENT);
        fields.put("conv_id", Attribute.SESSION);
        fields.put("app_id", Attribute.APP);
        return fields;
    }

    /** Return the attribute a field names, if it names one. */
    static Optional<Attribute> attribute(String field) {
        return Optional.ofNullable(FIELDS.get(field));
    }

    /** Return the workspace, narrowed to the ids in a body; a blank id is refused, because it would narrow nothing. */
    static Scope of(Scope workspace, JsonBody body) {
        Scope scope = workspace;
        for (Map.Entry<String, Attribute> field : FIELDS.entrySet()) {
            Optional<String> id = body.text(field.getKey(), ID);
            if (id.filter(String::isBlank).isPresent()) {
                throw body.invalid(field.getKey(), "must not be blank");
            }
            scope = scope.withOptional(field.getValue(), id.orElse(null));
        }
        return scope;
    }

    /** Return the workspace, narrowed to the ids in an address. */
    static Scope of(Scope workspace, QueryParameters query) {
        Scope scope = workspace;
        for (Map.Entry<String, Attribute> field : FIELDS.entrySet()) {
            scope = scope.withOptional(
                    field.getValue(), query.text(field.getKey(), ID).orElse(null));
        }
        return scope;
    }

    /** Return where a memory of a caller belongs who knows neither projects nor namespaces. */
    static Scope place(Scope scope) {
        return scope.with(Attribute.PROJECT, "default").with(Attribute.NAMESPACE, "default");
    }
}
