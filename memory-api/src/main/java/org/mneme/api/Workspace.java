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
 * @param readOnly whether the server refuses to write to it, because it moves to another storage or has moved there
 */
public record Workspace(String id, String name, String plan, Instant createdAt, boolean readOnly) {
    public Workspace {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** Describe a workspace that can be written to. */
    public Workspace(String id, String name, String plan, Instant createdAt) {
        this(id, name, plan, createdAt, false);
    }

    /** Return this workspace closed for writing, or open again. */
    public Workspace withReadOnly(boolean closed) {
        return new Workspace(id, name, plan, createdAt, closed);
    }
}
