package org.mneme.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Build a {@link Memory}; a null given for an optional component means that it is absent. Not safe for several threads. */
public final class MemoryBuilder {

    private String id;
    private Scope scope;
    private String content;
    private MemoryType type = MemoryType.FACTUAL;
    private List<String> tags = List.of();
    private Map<String, Object> metadata = Map.of();
    private List<String> entities = List.of();
    private double importance = 0.5;
    private double confidence = 0.8;
    private Instant documentDate;
    private Instant eventDate;
    private String sourceRole;
    private String sourceJob;
    private Memory.Status status = Memory.Status.ACTIVE;
    private List<String> supersedes = List.of();
    private String supersededBy;
    private int version = 1;
    private Instant createdAt;
    private Instant updatedAt;
    private Instant expiresAt;

    MemoryBuilder(String id, Scope scope, String content, Instant createdAt) {
        this.id = id;
        this.scope = scope;
        this.content = content;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    MemoryBuilder(Memory memory) {
        this.id = memory.id();
        this.scope = memory.scope();
        this.content = memory.content();
        this.type = memory.type();
        this.tags = memory.tags();
        this.metadata = memory.metadata();
        this.entities = memory.entities();
        this.importance = memory.importance();
        this.confidence = memory.confidence();
        this.documentDate = memory.documentDate().orElse(null);
        this.eventDate = memory.eventDate().orElse(null);
        this.sourceRole = memory.sourceRole().orElse(null);
        this.sourceJob = memory.sourceJob().orElse(null);
        this.status = memory.status();
        this.supersedes = memory.supersedes();
        this.supersededBy = memory.supersededBy().orElse(null);
        this.version = memory.version();
        this.createdAt = memory.createdAt();
        this.updatedAt = memory.updatedAt();
        this.expiresAt = memory.expiresAt().orElse(null);
    }

    /** Set {@link Memory#id()}. */
    public MemoryBuilder id(String value) {
        this.id = value;
        return this;
    }

    /** Set {@link Memory#scope()}. */
    public MemoryBuilder scope(Scope value) {
        this.scope = value;
        return this;
    }

    /** Set {@link Memory#content()}. */
    public MemoryBuilder content(String value) {
        this.content = value;
        return this;
    }

    /** Set {@link Memory#type()}. */
    public MemoryBuilder type(MemoryType value) {
        this.type = value;
        return this;
    }

    /** Set {@link Memory#tags()}. */
    public MemoryBuilder tags(List<String> value) {
        this.tags = value;
        return this;
    }

    /** Set {@link Memory#metadata()}. */
    public MemoryBuilder metadata(Map<String, Object> value) {
        this.metadata = value;
        return this;
    }

    /** Set {@link Memory#entities()}. */
    public MemoryBuilder entities(List<String> value) {
        this.entities = value;
        return this;
    }

    /** Set {@link Memory#importance()}. */
    public MemoryBuilder importance(double value) {
        this.importance = value;
        return this;
    }

    /** Set {@link Memory#confidence()}. */
    public MemoryBuilder confidence(double value) {
        this.confidence = value;
        return this;
    }

    /** Set {@link Memory#documentDate()}. */
    public MemoryBuilder documentDate(Instant value) {
        this.documentDate = value;
        return this;
    }

    /** Set {@link Memory#eventDate()}. */
    public MemoryBuilder eventDate(Instant value) {
        this.eventDate = value;
        return this;
    }

    /** Set {@link Memory#sourceRole()}. */
    public MemoryBuilder sourceRole(String value) {
        this.sourceRole = value;
        return this;
    }

    /** Set {@link Memory#sourceJob()}. */
    public MemoryBuilder sourceJob(String value) {
        this.sourceJob = value;
        return this;
    }

    /** Set {@link Memory#status()}. */
    public MemoryBuilder status(Memory.Status value) {
        this.status = value;
        return this;
    }

    /** Set {@link Memory#supersedes()}. */
    public MemoryBuilder supersedes(List<String> value) {
        this.supersedes = value;
        return this;
    }

    /** Set {@link Memory#supersededBy()}. */
    public MemoryBuilder supersededBy(String value) {
        this.supersededBy = value;
        return this;
    }

    /** Set {@link Memory#version()}. */
    public MemoryBuilder version(int value) {
        this.version = value;
        return this;
    }

    /** Set {@link Memory#createdAt()}. */
    public MemoryBuilder createdAt(Instant value) {
        this.createdAt = value;
        return this;
    }

    /** Set {@link Memory#updatedAt()}. */
    public MemoryBuilder updatedAt(Instant value) {
        this.updatedAt = value;
        return this;
    }

    /** Set {@link Memory#expiresAt()}. */
    public MemoryBuilder expiresAt(Instant value) {
        this.expiresAt = value;
        return this;
    }

    /** Return the memory, checked. */
    public Memory build() {
        return new Memory(
                id,
                scope,
                content,
                type,
                tags,
                metadata,
                entities,
                importance,
                confidence,
                Optional.ofNullable(documentDate),
                Optional.ofNullable(eventDate),
                Optional.ofNullable(sourceRole),
                Optional.ofNullable(sourceJob),
                status,
                supersedes,
                Optional.ofNullable(supersededBy),
                version,
                createdAt,
                updatedAt,
                Optional.ofNullable(expiresAt));
    }
}
