package org.mneme.storage.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** Map the fact that a project exists to its row. */
@Entity(name = "Project")
@Table(name = "project")
@IdClass(ProjectEntity.Key.class)
class ProjectEntity {

    @Id
    String workspace;

    @Id
    String project;

    protected ProjectEntity() {}

    ProjectEntity(Key key) {
        workspace = key.workspace;
        project = key.project;
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String project;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        Key(String workspace, String project) {
            this.workspace = workspace;
            this.project = project;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && workspace.equals(key.workspace) && project.equals(key.project);
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, project);
        }
    }
}
