package org.mneme.api;

import java.time.Instant;
import java.util.Objects;

/**
 * Describe a tenant. Nothing is ever shared between two workspaces.
 *
 * @param id {@code ws_…}
 * @param name what people call it; not unique
 * @param plan the name of the plan its limits come from
 * @param createdAt when it was made
 */
public record Workspace(String id, String name, String plan, Instant createdAt) {
    public Workspace {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
