package org.mneme.storage.jpa;

import jakarta.persistence.Query;
import java.util.stream.Collectors;
import org.mneme.api.Scope;

/** Say in JPQL that what lies at a {@link Place} is meant by a scope. */
final class PlaceJpql {

    private PlaceJpql() {}

    /** Return the condition on an entity that has a workspace and a place; {@link #bind} sets its parameters. */
    static String where(String alias, Scope scope) {
        String bounds = scope.attributes().keySet().stream()
                .sorted()
                .map(attribute -> " and " + alias + ".place." + Place.field(attribute) + " = :at" + attribute.ordinal())
                .collect(Collectors.joining());
        return alias + ".workspace = :workspace" + bounds;
    }

    static <Q extends Query> Q bind(Q query, Scope scope) {
        query.setParameter("workspace", scope.workspace());
        scope.attributes().forEach((attribute, value) -> query.setParameter("at" + attribute.ordinal(), value));
        return query;
    }
}
