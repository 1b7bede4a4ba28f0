package org.mneme.core.workspace;

import org.mneme.api.ApiKey;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;

/** Know who calls: a key, the workspace it opens, and the plan that bounds both. */
public record Caller(ApiKey key, Workspace workspace, Plan plan) {

    /** Return the scope of everything in the caller's workspace. */
    public Scope scope() {
        return Scope.of(workspace.id());
    }
}
