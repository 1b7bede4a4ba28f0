package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.mneme.api.Memory;

/** Map a former state of a memory to its row. */
@Entity(name = "MemoryVersion")
@Table(name = "memory_version")
@IdClass(MemoryVersionEntity.Key.class)
class MemoryVersionEntity {

    @Id
    String workspace;

    @Id
    @Column(name = "memory_id")
    String memory;

    @Id
    int version;

    String state;

    protected MemoryVersionEntity() {}

    MemoryVersionEntity(MemoryEntity former) {
        workspace = former.workspace;
        memory = former.id;
        version = former.version;
        state = JsonText.of(former);
    }

    Memory toMemory() {
        return JsonText.read(state, MemoryEntity.class).toMemory();
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String memory;
        private int version;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && workspace.equals(key.workspace)
                    && memory.equals(key.memory)
                    && version == key.version;
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, memory, version);
        }
    }
}
