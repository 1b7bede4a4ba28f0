package org.mneme.war.retaindb;

import java.util.Optional;
import java.util.function.Function;
import org.mneme.api.Attribute;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.core.workspace.WorkspaceService;
import org.mneme.war.json.JsonBody;
import org.mneme.war.query.QueryParameters;

/** Where a request writes, or what it narrows a read to: the ids every request of this dialect may carry. */
record Place(
        Optional<String> givenProject,
        Optional<String> user,
        Optional<String> session,
        Optional<String> agent,
        Optional<String> task,
        Optional<String> namespace) {

    private static final String DEFAULT_NAMESPACE = "default";

    private static final Place NOWHERE = new Place(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Place of(JsonBody body) {
        return of(body, NOWHERE);
    }

    /** Read an element of a list; what it does not say is as the list's own place. */
    static Place of(JsonBody body, Place outer) {
        Function<String, Optional<String>> name = field -> name(body, field);
        return new Place(
                name.apply("project").or(outer::givenProject),
                name.apply("user_id").or(outer::user),
                name.apply("session_id").or(outer::session),
                name.apply("agent_id").or(outer::agent),
                name.apply("task_id").or(outer::task),
                name.apply("namespace").or(outer::namespace));
    }

    static Place of(QueryParameters query) {
        Function<String, Optional<String>> name = parameter -> query.text(parameter, Limits.NAME);
        return new Place(
                name.apply("project"),
                name.apply("user_id"),
                name.apply("session_id"),
                name.apply("agent_id"),
                name.apply("task_id"),
                name.apply("namespace"));
    }

    /** Return an id; a blank one is refused, because taking it for none would widen what is read. */
    static Optional<String> name(JsonBody body, String field) {
        Optional<String> name = body.text(field, Limits.NAME);
        if (name.filter(String::isBlank).isPresent()) {
            throw body.invalid(field, "must not be blank");
        }
        return name;
    }

    /** Return an id of the address. */
    static String named(String parameter, String value) {
        if (value.isBlank() || value.codePointCount(0, value.length()) > Limits.NAME) {
            throw MemoryException.invalid(
                    parameter, parameter + " must have 1 to " + Limits.NAME + " characters, not only blanks");
        }
        return value;
    }

    Place inSession(String id) {
        return new Place(givenProject, user, Optional.of(id), agent, task, namespace);
    }

    Place ofUser(String id) {
        return new Place(givenProject, Optional.of(id), session, agent, task, namespace);
    }

    Place byAgent(String id) {
        return new Place(givenProject, user, session, Optional.of(id), task, namespace);
    }

    /** The same place, whoever acts there: what the agents of a task share. */
    Place byAnyAgent() {
        return new Place(givenProject, user, session, Optional.empty(), task, namespace);
    }

    String project() {
        return givenProject.orElse(WorkspaceService.DEFAULT_PROJECT);
    }

    /** What a read here means: everything with these ids, whatever else it has. */
    Scope meaning(Scope workspace) {
        return workspace
                .with(Attribute.PROJECT, project())
                .withOptional(Attribute.USER, user.orElse(null))
                .withOptional(Attribute.SESSION, session.orElse(null))
                .withOptional(Attribute.AGENT, agent.orElse(null))
                .withOptional(Attribute.TASK, task.orElse(null))
                .withOptional(Attribute.NAMESPACE, namespace.orElse(null));
    }

    /** Where a write here belongs. */
    Scope home(Scope workspace) {
        return meaning(workspace).with(Attribute.NAMESPACE, namespace.orElse(DEFAULT_NAMESPACE));
    }
}
