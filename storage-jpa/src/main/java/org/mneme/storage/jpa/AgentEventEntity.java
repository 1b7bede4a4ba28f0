package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.mneme.api.AgentEvent;

/** Map what an agent did to its row. */
@Entity(name = "AgentEvent")
@Table(name = "agent_event")
@IdClass(WorkspaceKey.class)
class AgentEventEntity {

    @Id
    String workspace;

    @Id
    String id;

    @Embedded
    Place place;

    String type;
    String summary;
    String details;
    double salience;

    @Column(name = "created_at")
    long createdAt;

    protected AgentEventEntity() {}

    AgentEventEntity(AgentEvent event) {
        workspace = event.scope().workspace();
        id = event.id();
        place = new Place(event.scope());
        type = event.type();
        summary = event.summary();
        details = JsonText.of(event.details());
        salience = event.salience();
        createdAt = Millis.of(event.createdAt());
    }

    AgentEvent toEvent() {
        return new AgentEvent(
                id,
                Place.scope(workspace, place),
                type,
                summary,
                JsonText.object(details),
                salience,
                Millis.instant(createdAt));
    }
}
