package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.mneme.api.Delivery;

/** Map one attempt of a delivery to its row. */
@Entity(name = "DeliveryAttempt")
@Table(name = "delivery_attempt")
@IdClass(DeliveryAttemptEntity.Key.class)
class DeliveryAttemptEntity {

    @Id
    String workspace;

    @Id
    @Column(name = "delivery_id")
    String delivery;

    @Id
    int number;

    @Column(name = "began_at")
    long beganAt;

    Integer status;

    @Column(name = "latency_millis")
    long latencyMillis;

    String error;

    protected DeliveryAttemptEntity() {}

    DeliveryAttemptEntity(Delivery delivery, int number, Delivery.Attempt attempt) {
        this.workspace = delivery.workspace();
        this.delivery = delivery.id();
        this.number = number;
        this.beganAt = Millis.of(attempt.at());
        this.status = attempt.status().orElse(null);
        this.latencyMillis = attempt.latencyMillis();
        this.error = attempt.error().orElse(null);
    }

    Delivery.Attempt toAttempt() {
        return new Delivery.Attempt(
                Millis.instant(beganAt), Optional.ofNullable(status), latencyMillis, Optional.ofNullable(error));
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String delivery;
        private int number;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && workspace.equals(key.workspace)
                    && delivery.equals(key.delivery)
                    && number == key.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, delivery, number);
        }
    }
}
