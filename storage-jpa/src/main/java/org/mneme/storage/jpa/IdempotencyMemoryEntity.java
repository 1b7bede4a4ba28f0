package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.mneme.spi.storage.IdempotencyStore.Request;

/** Map that an answer holds the content of a memory to a row, so that deleting the memory finds the answer. */
@Entity(name = "IdempotencyMemory")
@Table(name = "idempotency_memory")
@IdClass(IdempotencyMemoryEntity.Key.class)
class IdempotencyMemoryEntity {

    @Id
    String workspace;

    @Id
    @Column(name = "memory_id")
    String memory;

    @Id
    String route;

    @Id
    @Column(name = "request_key")
    String requestKey;

    protected IdempotencyMemoryEntity() {}

    IdempotencyMemoryEntity(String workspace, Request request, String memory) {
        this.workspace = workspace;
        this.memory = memory;
        this.route = request.route();
        this.requestKey = request.key();
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String memory;
        private String route;
        private String requestKey;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && workspace.equals(key.workspace)
                    && memory.equals(key.memory)
                    && route.equals(key.route)
                    && requestKey.equals(key.requestKey);
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, memory, route, requestKey);
        }
    }
}
