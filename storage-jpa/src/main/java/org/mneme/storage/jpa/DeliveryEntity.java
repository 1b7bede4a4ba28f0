package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;
import org.mneme.api.Delivery;

/** Map a delivery and who holds it to its row. Rows are inserted with the memory that causes them. */
@Entity(name = "Delivery")
@Table(name = "delivery")
@IdClass(WorkspaceKey.class)
class DeliveryEntity {

    @Id
    String workspace;

    @Id
    String id;

    String webhook;

    @Column(name = "memory_id")
    String memory;

    String event;
    String body;
    String state;
    int attempts;

    @Column(name = "not_before")
    long notBefore;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "updated_at")
    long updatedAt;

    /** From when on a worker may take it; {@link Millis#NEVER} once it has ended. */
    @Column(name = "due_at")
    long dueAt;

    @Column(name = "lease_owner")
    String leaseOwner;

    @Column(name = "lease_token")
    long leaseToken;

    @Column(name = "lease_until")
    Long leaseUntil;

    protected DeliveryEntity() {}

    DeliveryEntity(Delivery delivery) {
        workspace = delivery.workspace();
        id = delivery.id();
        webhook = delivery.webhook();
        memory = delivery.memory();
        event = delivery.event();
        body = delivery.body().orElse(null);
        state = delivery.state().name();
        attempts = delivery.attempts();
        notBefore = Millis.of(delivery.notBefore());
        createdAt = Millis.of(delivery.createdAt());
        updatedAt = Millis.of(delivery.updatedAt());
        dueAt = delivery.state() == Delivery.State.PENDING ? notBefore : Millis.NEVER;
    }

    Delivery toDelivery() {
        return new Delivery(
                id,
                workspace,
                webhook,
                memory,
                event,
                Optional.ofNullable(body),
                Delivery.State.valueOf(state),
                attempts,
                Millis.instant(notBefore),
                Millis.instant(createdAt),
                Millis.instant(updatedAt));
    }
}
