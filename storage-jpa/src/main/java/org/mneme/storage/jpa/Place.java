package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.EnumMap;
import java.util.Map;
import org.mneme.api.Attribute;
import org.mneme.api.Scope;

/** Hold the attributes of a scope as columns; one that was never given is null. */
@Embeddable
class Place {

    String namespace;
    String project;

    @Column(name = "user_id")
    String user;

    @Column(name = "session_id")
    String session;

    String agent;
    String task;
    String app;

    protected Place() {}

    Place(Scope scope) {
        namespace = scope.get(Attribute.NAMESPACE).orElse(null);
        project = scope.get(Attribute.PROJECT).orElse(null);
        user = scope.get(Attribute.USER).orElse(null);
        session = scope.get(Attribute.SESSION).orElse(null);
        agent = scope.get(Attribute.AGENT).orElse(null);
        task = scope.get(Attribute.TASK).orElse(null);
        app = scope.get(Attribute.APP).orElse(null);
    }

    /** Return the name of an attribute's field, for JPQL. */
    static String field(Attribute attribute) {
        return switch (attribute) {
            case NAMESPACE -> "namespace";
            case PROJECT -> "project";
            case USER -> "user";
            case SESSION -> "session";
            case AGENT -> "agent";
            case TASK -> "task";
            case APP -> "app";
        };
    }

    String get(Attribute attribute) {
        return switch (attribute) {
            case NAMESPACE -> namespace;
            case PROJECT -> project;
            case USER -> user;
            case SESSION -> session;
            case AGENT -> agent;
            case TASK -> task;
            case APP -> app;
        };
    }

    /** Return the scope a row belongs to; JPA reads a place without any attribute as null. */
    static Scope scope(String workspace, Place place) {
        return place == null ? Scope.of(workspace) : place.toScope(workspace);
    }

    Scope toScope(String workspace) {
        Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            String value = get(attribute);
            if (value != null) {
                attributes.put(attribute, value);
            }
        }
        return new Scope(workspace, attributes);
    }
}
