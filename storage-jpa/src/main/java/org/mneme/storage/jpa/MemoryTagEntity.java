package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** Map one tag of a memory to its row, for queries that ask for tags. */
@Entity(name = "MemoryTag")
@Table(name = "memory_tag")
@IdClass(MemoryTagEntity.Key.class)
class MemoryTagEntity {

    @Id
    String workspace;

    @Id
    @Column(name = "memory_id")
    String memory;

    @Id
    String tag;

    protected MemoryTagEntity() {}

    MemoryTagEntity(String workspace, String memory, String tag) {
        this.workspace = workspace;
        this.memory = memory;
        this.tag = tag;
    }

    /** Identify the row. Public only because JPA demands it of key classes. */
    public static final class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String workspace;
        private String memory;
        private String tag;

        /** Make an empty key, for the JPA provider to fill. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && workspace.equals(key.workspace)
                    && memory.equals(key.memory)
                    && tag.equals(key.tag);
        }

        @Override
        public int hashCode() {
            return Objects.hash(workspace, memory, tag);
        }
    }
}
