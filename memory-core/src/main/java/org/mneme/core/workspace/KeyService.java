package org.mneme.core.workspace;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mneme.api.ApiKey;
import org.mneme.api.ContentHash;
import org.mneme.api.Ids;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.WorkspaceStore;

/**
 * Issue, check and revoke API keys.
 *
 * <p>A key is stored as its SHA-256 only: keys are long and random, so neither salt nor a slow hash adds anything, and the
 * look-up by hash compares no secret byte by byte. Safe for several threads.
 */
public final class KeyService {

    /** A key at the moment it is issued: the only time its text is known. */
    public record Issued(ApiKey key, String text) {
        @Override
        public String toString() {
            return "Issued[key=" + key.id() + "]";
        }
    }

    private static final int SHORTEST_IMPORT = 16;

    private final WorkspaceStore store;
    private final Plans plans;
    private final Clock clock;
    private final KeyMaker maker = new KeyMaker();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    public KeyService(WorkspaceStore store, Plans plans, Clock clock) {
        this.store = store;
        this.plans = plans;
        this.clock = clock;
    }

    /** Issue a new key for a workspace and a dialect. */
    public Issued issue(
            Scope scope, String name, String dialect, Optional<Instant> expiresAt, List<String> permissions) {
        Workspace workspace = store.get(scope).orElseThrow(KeyService::noWorkspace);
        String text = maker.make(dialect);
        return new Issued(
                store.addKey(key(Optional.of(workspace.id()), name, dialect, text, expiresAt, permissions)), text);
    }

    /**
     * Take over a key made elsewhere; the same key again changes nothing.
     *
     * @param workspace its workspace; empty for an administrator's key
     * @throws MemoryException of kind {@code INVALID} if it is too short to be one, {@code CONFLICT} if another workspace
     *     or dialect has it
     */
    public ApiKey adopt(Optional<String> workspace, String name, String dialect, String text) {
        if (text.length() < SHORTEST_IMPORT) {
            throw MemoryException.invalid("key", "a key has at least " + SHORTEST_IMPORT + " characters");
        }
        ApiKey stored = store.addKey(key(workspace, name, dialect, text, Optional.empty(), List.of()));
        if (!stored.workspace().equals(workspace) || !stored.dialect().equals(dialect)) {
            throw MemoryException.conflict("key_in_use", "this key already belongs to another workspace or dialect");
        }
        return stored;
    }

    private ApiKey key(
            Optional<String> workspace,
            String name,
            String dialect,
            String text,
            Optional<Instant> expiresAt,
            List<String> permissions) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new ApiKey(
                Ids.next("key_", now),
                workspace,
                name,
                dialect,
                KeyMaker.visiblePrefix(text),
                hash(text),
                permissions,
                now,
                expiresAt,
                Optional.empty());
    }

    private static String hash(String text) {
        return ContentHash.ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MemoryException noWorkspace() {
        return MemoryException.notFound("workspace", "There is no such workspace.");
    }

    /** Return the stored key for a key's text, unless there is none or it has expired. Revoking works at once. */
    public Optional<ApiKey> find(String text) {
        Instant now = clock.instant();
        Optional<ApiKey> key = store.keyByHash(hash(text))
                .filter(found ->
                        found.expiresAt().isEmpty() || found.expiresAt().get().isAfter(now));
        key.ifPresent(found -> used.put(found.id(), now.truncatedTo(ChronoUnit.MILLIS)));
        return key;
    }

    /**
     * Return who calls with a key.
     *
     * @throws MemoryException of kind {@code UNAUTHORIZED} if the key is unknown, revoked, expired, or its workspace is
     *     gone; {@code FORBIDDEN} if it is an administrator's, which opens no workspace
     */
    public Caller authenticate(String text) {
        ApiKey key = find(text).orElseThrow(KeyService::badKey);
        if (key.workspace().isEmpty()) {
            throw MemoryException.forbidden("This is an administrator's key, which opens no workspace.");
        }
        Workspace workspace =
                key.workspace().flatMap(id -> store.get(Scope.of(id))).orElseThrow(KeyService::badKey);
        return new Caller(key, workspace, plans.get(workspace.plan()));
    }

    /**
     * Return the administrator's key with a text.
     *
     * @throws MemoryException of kind {@code UNAUTHORIZED} if the key is unknown, revoked or expired; {@code FORBIDDEN} if it
     *     is a workspace's
     */
    public ApiKey administrator(String text) {
        ApiKey key = find(text).orElseThrow(KeyService::badKey);
        if (key.workspace().isPresent()) {
            throw MemoryException.forbidden("This address is for administrators; the key is one of a workspace.");
        }
        return key;
    }

    /**
     * Return a caller who has shown no key, where the dialect lets such in.
     *
     * @throws MemoryException of kind {@code UNAUTHORIZED} if there is no such workspace
     */
    public Caller keyless(String workspaceId) {
        Workspace workspace = store.get(Scope.of(workspaceId))
                .orElseThrow(() -> MemoryException.unauthorized("There is no workspace for callers without a key."));
        ApiKey key = new ApiKey(
                "key_none",
                Optional.of(workspaceId),
                "no key",
                "gomemory",
                "",
                "",
                List.of(Permission.READ.word(), Permission.WRITE.word()),
                workspace.createdAt(),
                Optional.empty(),
                Optional.empty());
        return new Caller(key, workspace, plans.get(workspace.plan()));
    }

    private static MemoryException badKey() {
        return MemoryException.unauthorized("The API key is unknown, revoked or expired.");
    }

    /** Return the keys of a workspace, oldest first. */
    public List<ApiKey> list(Scope scope) {
        flush();
        return store.keys(scope);
    }

    /**
     * Revoke a key, at once and for good.
     *
     * @throws MemoryException of kind {@code NOT_FOUND} if the workspace has no such key
     */
    public void revoke(Scope scope, String id) {
        if (!store.removeKey(scope, id)) {
            throw MemoryException.notFound("key", "There is no key with the id " + id + " in this workspace.");
        }
    }

    /** Store when keys were last used; called now and then, because it need not be exact. */
    public void flush() {
        Map<String, Instant> taken = new HashMap<>();
        used.forEach((id, at) -> {
            if (used.remove(id, at)) {
                taken.put(id, at);
            }
        });
        if (!taken.isEmpty()) {
            store.touchKeys(taken);
        }
    }
}
