package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.mneme.api.PendingMemory;

/** Map what a job will write to its row. */
@Entity(name = "PendingMemory")
@Table(name = "pending_memory")
@IdClass(PendingMemoryEntity.Key.class)
class PendingMemoryEntity {

    @Id
    String workspace;

    @Id
    @Column(name = "job_id")
    String job;

    @Id
    @Column(name = "job_index")
    int number;

    @Embedded
    Place place;

    String content;
    String metadata;

    @Column(name = "created_at")
    long createdAt;

    protected PendingMemoryEntity() {}

    PendingMemoryEntity(PendingMemory pending) {
        workspace = pending.scope().workspace();
        job = pending.job();
        number = pending.index();
        place = new Place(pending.scope());
        content = pending.content();
        metadata = JsonText.of(pending.metadata());
        createdAt = Millis.of(pending.createdAt());
    }

    PendingMemory toPendingMemory() {
        return new PendingMemory(
                job,
                number,
                Place.scope(workspace, place),
                content,
                JsonText.object(metadata),
                Millis.instant(createdAt));
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String job;
        private int number;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && workspace.equals(key.workspace)
                    && job.equals(key.job)
                    && number == key.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, job, number);
        }
    }
}
