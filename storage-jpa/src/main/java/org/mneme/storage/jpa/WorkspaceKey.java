package org.mneme.storage.jpa;

import java.io.Serializable;
import java.util.Objects;

/** Identify a row: its workspace, then its id. Public only because JPA demands it of key classes. */
public final class WorkspaceKey implements Serializable {

    private static final long serialVersionUID = 1L;

    private String workspace;
    private String id;

    /** Make an empty key, for the JPA provider to fill. */
    public WorkspaceKey() {}

    WorkspaceKey(String workspace, String id) {
        this.workspace = workspace;
        this.id = id;
    }

    String workspace() {
        return workspace;
    }

    String id() {
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WorkspaceKey key && workspace.equals(key.workspace) && id.equals(key.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(workspace, id);
    }
}
