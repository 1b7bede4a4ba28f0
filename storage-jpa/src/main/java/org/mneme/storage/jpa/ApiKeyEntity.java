package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.mneme.api.ApiKey;

/** Map a key to its row. */
@Entity(name = "ApiKey")
@Table(name = "api_key")
class ApiKeyEntity {

    @Id
    String id;

    String workspace;
    String name;
    String dialect;
    String prefix;
    String hash;
    String permissions;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "expires_at")
    Long expiresAt;

    @Column(name = "last_used_at")
    Long lastUsedAt;

    protected ApiKeyEntity() {}

    ApiKeyEntity(ApiKey key) {
        id = key.id();
        workspace = key.workspace().orElse(null);
        name = key.name();
        dialect = key.dialect();
        prefix = key.prefix();
        hash = key.hash();
        permissions = JsonText.of(key.permissions());
        createdAt = Millis.of(key.createdAt());
        expiresAt = Millis.ofOptional(key.expiresAt());
        lastUsedAt = Millis.ofOptional(key.lastUsedAt());
    }

    ApiKey toKey() {
        return new ApiKey(
                id,
                Optional.ofNullable(workspace),
                name,
                dialect,
                prefix,
                hash,
                JsonText.strings(permissions),
                Millis.instant(createdAt),
                Millis.optional(expiresAt),
                Millis.optional(lastUsedAt));
    }
}
