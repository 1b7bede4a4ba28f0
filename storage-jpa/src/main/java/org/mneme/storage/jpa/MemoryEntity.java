package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;
import org.mneme.api.ContentHash;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;

/** Map a memory to its row. */
@Entity(name = "Memory")
@Table(name = "memory")
@IdClass(WorkspaceKey.class)
class MemoryEntity {

    @Id
    String workspace;

    @Id
    String id;

    @Embedded
    Place place;

    String content;

    @Column(name = "content_hash")
    String contentHash;

    String type;
    String tags;
    String metadata;
    String entities;
    double importance;
    double confidence;

    @Column(name = "document_date")
    Long documentDate;

    @Column(name = "event_date")
    Long eventDate;

    @Column(name = "source_role")
    String sourceRole;

    @Column(name = "source_job")
    String sourceJob;

    boolean active;
    String supersedes;

    @Column(name = "superseded_by")
    String supersededBy;

    int version;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "updated_at")
    long updatedAt;

    @Column(name = "expires_at")
    long expiresAt;

    protected MemoryEntity() {}

    MemoryEntity(Memory memory) {
        workspace = memory.scope().workspace();
        id = memory.id();
        createdAt = Millis.of(memory.createdAt());
        set(memory);
    }

    /** Take over everything but the key and the creation time. */
    final void set(Memory memory) {
        place = new Place(memory.scope());
        content = memory.content();
        contentHash = ContentHash.of(memory.content());
        type = memory.type().name();
        tags = JsonText.of(memory.tags());
        metadata = JsonText.of(memory.metadata());
        entities = JsonText.of(memory.entities());
        importance = memory.importance();
        confidence = memory.confidence();
        documentDate = Millis.ofOptional(memory.documentDate());
        eventDate = Millis.ofOptional(memory.eventDate());
        sourceRole = memory.sourceRole().orElse(null);
        sourceJob = memory.sourceJob().orElse(null);
        active = memory.status() == Memory.Status.ACTIVE;
        supersedes = JsonText.of(memory.supersedes());
        supersededBy = memory.supersededBy().orElse(null);
        version = memory.version();
        updatedAt = Millis.of(memory.updatedAt());
        expiresAt = memory.expiresAt().map(Millis::of).orElse(Millis.NEVER);
    }

    /** Return its place; a JPA provider leaves an embedded object out where all its columns are null. */
    Place place() {
        return place == null ? new Place() : place;
    }

    Memory toMemory() {
        return new Memory(
                id,
                place().toScope(workspace),
                content,
                MemoryType.valueOf(type),
                JsonText.strings(tags),
                JsonText.object(metadata),
                JsonText.strings(entities),
                importance,
                confidence,
                Millis.optional(documentDate),
                Millis.optional(eventDate),
                Optional.ofNullable(sourceRole),
                Optional.ofNullable(sourceJob),
                active ? Memory.Status.ACTIVE : Memory.Status.SUPERSEDED,
                JsonText.strings(supersedes),
                Optional.ofNullable(supersededBy),
                version,
                Millis.instant(createdAt),
                Millis.instant(updatedAt),
                expiresAt == Millis.NEVER ? Optional.empty() : Optional.of(Millis.instant(expiresAt)));
    }
}
