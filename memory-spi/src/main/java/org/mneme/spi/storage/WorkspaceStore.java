package org.mneme.spi.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;

/** Keep workspaces, their keys, projects and usage. Calls without a scope serve the whole server. */
public interface WorkspaceStore {

    /** Store a new workspace; one with this id already there stays as it is. Returns what is stored. */
    Workspace create(Workspace workspace);

    /** Return the workspace of a scope. */
    Optional<Workspace> get(Scope scope);

    /** Return all workspaces, oldest first. */
    List<Workspace> list();

    /** Change name, plan, and whether it is read-only; returns empty if there is no such workspace. */
    Optional<Workspace> update(Workspace workspace);

    /** Delete a workspace and everything of it, for good; returns whether it was there. */
    boolean delete(Scope scope);

    /** Store a key; one with the same hash already there stays as it is. Returns what is stored. */
    ApiKey addKey(ApiKey key);

    /** Return the key with a hash, whoever's it is, expired or not. */
    Optional<ApiKey> keyByHash(String hash);

    /** Return the keys of a workspace, oldest first. */
    List<ApiKey> keys(Scope scope);

    /** Delete a key, effective at once on every server; returns whether it was there. */
    boolean removeKey(Scope scope, String id);

    /** Note when keys were last used: key id to time. Later times win; unknown keys are passed over. */
    void touchKeys(Map<String, Instant> lastUsed);

    /** Count operations of a period such as {@code 2026-11}, and return the period's new total. */
    long addUsage(Scope scope, String period, long operations);

    /** Return how many operations a period has. */
    long usage(Scope scope, String period);

    /** Note that a project exists; a repeat changes nothing. */
    void addProject(Scope scope, String project);

    /** Tell whether a project was ever written. */
    boolean hasProject(Scope scope, String project);
}
