package org.mneme.storage.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** Asks for what {@link #read} reads; its only value is the hash. */
    static final String BY_HASH = "select id, workspace, name, dialect, prefix, hash, permissions, created_at,"
            + " expires_at, last_used_at from api_key where hash = ?";

    protected ApiKeyEntity() {}

    static ApiKeyEntity read(ResultSet row) throws SQLException {
        ApiKeyEntity key = new ApiKeyEntity();
        int column = 0;
        key.id = row.getString(++column);
        key.workspace = row.getString(++column);
        key.name = row.getString(++column);
        key.dialect = row.getString(++column);
        key.prefix = row.getString(++column);
        key.hash = row.getString(++column);
        key.permissions = row.getString(++column);
        key.createdAt = row.getLong(++column);
        key.expiresAt = Sql.longOrNull(row, ++column);
        key.lastUsedAt = Sql.longOrNull(row, ++column);
        return key;
    }

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
