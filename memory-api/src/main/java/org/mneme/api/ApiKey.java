package org.mneme.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Describe a key, never the key itself.
 *
 * @param id {@code key_…}
 * @param workspace the id of the only workspace it opens; empty for an administrator's key
 * @param name what people call it
 * @param dialect the dialect it was issued for: {@code retainr}, {@code retaindb}, {@code xtrace}, {@code gomemory} or {@code admin}
 * @param prefix its first characters, which are no secret
 * @param hash the SHA-256 of the whole key as 64 hex digits
 * @param permissions what it may do; empty for everything in its workspace
 * @param createdAt when it was issued
 * @param expiresAt from when on it is refused; empty for never
 * @param lastUsedAt when it was last used, to about a minute
 */
public record ApiKey(
        String id,
        Optional<String> workspace,
        String name,
        String dialect,
        String prefix,
        String hash,
        List<String> permissions,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {
    public ApiKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(workspace, "workspace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(lastUsedAt, "lastUsedAt");
        permissions = List.copyOf(permissions);
    }

    /** Return this key as last used at a moment. */
    public ApiKey usedAt(Instant moment) {
        return new ApiKey(
                id, workspace, name, dialect, prefix, hash, permissions, createdAt, expiresAt, Optional.of(moment));
    }
}
