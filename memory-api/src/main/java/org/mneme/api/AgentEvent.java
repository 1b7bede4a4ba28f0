package org.mneme.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Record something an agent did or found out while working on a task.
 *
 * @param id {@code evt_…}
 * @param scope workspace, project and task, the agent that acted, and user and session where given
 * @param type what kind of event; a free word in lower case
 * @param summary one sentence
 * @param details a JSON object
 * @param salience 0 … 1
 * @param createdAt when it was recorded
 */
public record AgentEvent(
        String id,
        Scope scope,
        String type,
        String summary,
        Map<String, Object> details,
        double salience,
        Instant createdAt) {
    public AgentEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(createdAt, "createdAt");
        details = Json.copyOfObject(details);
    }
}
