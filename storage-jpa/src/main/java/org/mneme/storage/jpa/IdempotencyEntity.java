package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.mneme.spi.storage.IdempotencyStore.Request;

/** Map a key of a repeatable request, who runs it, and its answer to a row. */
@Entity(name = "Idempotency")
@Table(name = "idempotency")
@IdClass(IdempotencyEntity.Key.class)
class IdempotencyEntity {

    @Id
    String workspace;

    @Id
    String route;

    @Id
    @Column(name = "request_key")
    String requestKey;

    String fingerprint;
    String work;

    @Column(name = "first_used_at")
    long firstUsedAt;

    @Column(name = "keep_until")
    long keepUntil;

    @Column(name = "lease_owner")
    String leaseOwner;

    @Column(name = "lease_token")
    long leaseToken;

    @Column(name = "lease_until")
    Long leaseUntil;

    /** Null until there is an answer. */
    Integer status;

    /** Null again once a memory in it was deleted. */
    String body;

    protected IdempotencyEntity() {}

    IdempotencyEntity(String workspace, Request request) {
        this.workspace = workspace;
        this.route = request.route();
        this.requestKey = request.key();
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String route;
        private String requestKey;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        Key(String workspace, Request request) {
            this.workspace = workspace;
            this.route = request.route();
            this.requestKey = request.key();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && workspace.equals(key.workspace)
                    && route.equals(key.route)
                    && requestKey.equals(key.requestKey);
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, route, requestKey);
        }
    }
}
