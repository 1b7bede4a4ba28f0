package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Job;
import org.mneme.api.PendingMemory;

/** Map a job and who holds it to its row; its pending memories have rows of their own. */
@Entity(name = "Job")
@Table(name = "job")
@IdClass(WorkspaceKey.class)
class JobEntity {

    @Id
    String workspace;

    @Id
    String id;

    @Embedded
    Place place;

    String kind;
    String payload;
    String state;
    int attempts;
    double progress;
    String checkpoint;
    String result;

    @Column(name = "failure_code")
    String failureCode;

    @Column(name = "failure_message")
    String failureMessage;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "updated_at")
    long updatedAt;

    @Column(name = "not_before")
    long notBefore;

    /** From when on a worker may take it; {@link Millis#NEVER} once it has ended. */
    @Column(name = "due_at")
    long dueAt;

    @Column(name = "lease_owner")
    String leaseOwner;

    @Column(name = "lease_token")
    long leaseToken;

    @Column(name = "lease_until")
    Long leaseUntil;

    protected JobEntity() {}

    JobEntity(Job job) {
        workspace = job.scope().workspace();
        id = job.id();
        place = new Place(job.scope());
        kind = job.kind();
        payload = JsonText.of(job.payload());
        state = job.state().name();
        attempts = job.attempts();
        progress = job.progress();
        checkpoint = JsonText.of(job.checkpoint());
        result = JsonText.of(job.result());
        failureCode = job.failure().map(Job.Failure::code).orElse(null);
        failureMessage = job.failure().map(Job.Failure::message).orElse(null);
        createdAt = Millis.of(job.createdAt());
        updatedAt = Millis.of(job.updatedAt());
        notBefore = Millis.of(job.notBefore());
        dueAt = job.state().ended() ? Millis.NEVER : notBefore;
    }

    Job toJob(List<PendingMemory> pending) {
        return new Job(
                id,
                Place.scope(workspace, place),
                kind,
                JsonText.object(payload),
                pending,
                Job.State.valueOf(state),
                attempts,
                progress,
                JsonText.object(checkpoint),
                JsonText.object(result),
                Optional.ofNullable(failureCode).map(code -> new Job.Failure(code, failureMessage)),
                Millis.instant(createdAt),
                Millis.instant(updatedAt),
                Millis.instant(notBefore));
    }
}
