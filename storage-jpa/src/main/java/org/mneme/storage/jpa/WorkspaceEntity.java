package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.mneme.api.Workspace;

/** Map a workspace to its row. */
@Entity(name = "Workspace")
@Table(name = "workspace")
class WorkspaceEntity {

    @Id
    String id;

    String name;
    String plan;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "read_only")
    boolean readOnly;

    protected WorkspaceEntity() {}

    WorkspaceEntity(Workspace workspace) {
        id = workspace.id();
        name = workspace.name();
        plan = workspace.plan();
        createdAt = Millis.of(workspace.createdAt());
        readOnly = workspace.readOnly();
    }

    Workspace toWorkspace() {
        return new Workspace(id, name, plan, Millis.instant(createdAt), readOnly);
    }
}
