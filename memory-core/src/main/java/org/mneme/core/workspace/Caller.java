package org.mneme.core.workspace;

import org.mneme.api.ApiKey;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;

/** Know who calls: a key, the workspace it opens, and the plan that bounds both. */
public record Caller(ApiKey key, Workspace workspace, Plan plan) {

    /** Return the scope of everything in the caller's workspace. */
    public Scope scope() {
        return Scope.of(workspace.id());
    }

    /**
     * Return this caller if the key may do something.
     *
     * @throws MemoryException of kind {@code FORBIDDEN} if the key is restricted to other things
     */
    public Caller require(Permission permission) {
        if (!key.permissions().isEmpty() && !key.permissions().contains(permission.word())) {
            throw MemoryException.forbidden("This key is restricted to " + String.join(", ", key.permissions())
                    + "; this request needs " + permission.word() + ".");
        }
        return this;
    }
}
