package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;
import org.mneme.api.Handoff;

/** Map a handoff to its row. */
@Entity(name = "Handoff")
@Table(name = "handoff")
@IdClass(WorkspaceKey.class)
class HandoffEntity {

    @Id
    String workspace;

    @Id
    String id;

    @Embedded
    Place place;

    @Column(name = "from_agent")
    String fromAgent;

    @Column(name = "to_agent")
    String toAgent;

    String summary;
    String context;

    @Column(name = "resumed_by")
    String resumedBy;

    String forks;
    long version;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "updated_at")
    long updatedAt;

    protected HandoffEntity() {}

    HandoffEntity(Handoff handoff) {
        workspace = handoff.scope().workspace();
        id = handoff.id();
        createdAt = Millis.of(handoff.createdAt());
        set(handoff, handoff.version());
    }

    /** Take over everything but the key and the creation time. */
    final void set(Handoff handoff, long newVersion) {
        place = new Place(handoff.scope());
        fromAgent = handoff.fromAgent();
        toAgent = handoff.toAgent();
        summary = handoff.summary();
        context = handoff.context().orElse(null);
        resumedBy = handoff.resumedBy().orElse(null);
        forks = JsonText.of(handoff.forks());
        version = newVersion;
        updatedAt = Millis.of(handoff.updatedAt());
    }

    Handoff toHandoff() {
        return new Handoff(
                id,
                Place.scope(workspace, place),
                fromAgent,
                toAgent,
                summary,
                Optional.ofNullable(context),
                Optional.ofNullable(resumedBy),
                JsonText.strings(forks),
                version,
                Millis.instant(createdAt),
                Millis.instant(updatedAt));
    }
}
