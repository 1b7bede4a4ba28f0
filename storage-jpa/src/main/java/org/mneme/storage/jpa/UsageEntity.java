package org.mneme.storage.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** Map how many operations a workspace had in a period to its row. */
@Entity(name = "Usage")
@Table(name = "usage_count")
@IdClass(UsageEntity.Key.class)
class UsageEntity {

    @Id
    String workspace;

    @Id
    String period;

    long operations;

    protected UsageEntity() {}

    UsageEntity(String workspace, String period, long operations) {
        this.workspace = workspace;
        this.period = period;
        this.operations = operations;
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String period;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        Key(String workspace, String period) {
            this.workspace = workspace;
            this.period = period;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && workspace.equals(key.workspace) && period.equals(key.period);
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, period);
        }
    }
}
