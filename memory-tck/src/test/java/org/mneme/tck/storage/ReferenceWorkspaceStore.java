package org.mneme.tck.storage;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.WorkspaceStore;

final class ReferenceWorkspaceStore implements WorkspaceStore {

    private final State state;

    ReferenceWorkspaceStore(State state) {
        this.state = state;
    }

    @Override
    public Workspace create(Workspace workspace) {
        synchronized (state) {
            if (state.has(Fault.WORKSPACE_OVERWRITTEN)) {
                state.workspaces.put(workspace.id(), workspace);
            }
            state.workspaces.putIfAbsent(workspace.id(), workspace);
            return state.workspaces.get(workspace.id());
        }
    }

    @Override
    public Optional<Workspace> get(Scope scope) {
        synchronized (state) {
            return Optional.ofNullable(state.workspaces.get(scope.workspace()))
                    .map(found -> state.has(Fault.READ_ONLY_FORGOTTEN) ? found.withReadOnly(false) : found);
        }
    }

    @Override
    public List<Workspace> list() {
        synchronized (state) {
            return state.workspaces.values().stream()
                    .sorted(Comparator.comparing(Workspace::createdAt))
                    .toList();
        }
    }

    @Override
    public Optional<Workspace> update(Workspace workspace) {
        synchronized (state) {
            return Optional.ofNullable(state.workspaces.computeIfPresent(workspace.id(), (id, old) -> workspace));
        }
    }

    @Override
    public boolean delete(Scope scope) {
        synchronized (state) {
            String workspace = scope.workspace();
            state.memories.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.jobs.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.webhooks.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.deliveries.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.events.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.handoffs.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.keys.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.usage.keySet().removeIf(key -> key.workspace().equals(workspace));
            state.projects.removeIf(key -> key.workspace().equals(workspace));
            if (!state.has(Fault.WORKSPACE_LEAVES_KEYS)) {
                state.apiKeys.values().removeIf(key -> key.workspace().equals(Optional.of(workspace)));
            }
            return state.workspaces.remove(workspace) != null;
        }
    }

    @Override
    public ApiKey addKey(ApiKey key) {
        synchronized (state) {
            state.apiKeys.putIfAbsent(key.hash(), key);
            return state.apiKeys.get(key.hash());
        }
    }

    @Override
    public Optional<ApiKey> keyByHash(String hash) {
        synchronized (state) {
            return Optional.ofNullable(state.apiKeys.get(hash));
        }
    }

    @Override
    public List<ApiKey> keys(Scope scope) {
        synchronized (state) {
            return state.apiKeys.values().stream()
                    .filter(key -> key.workspace().equals(Optional.of(scope.workspace())))
                    .sorted(Comparator.comparing(ApiKey::createdAt))
                    .toList();
        }
    }

    @Override
    public boolean removeKey(Scope scope, String id) {
        synchronized (state) {
            if (state.has(Fault.REMOVED_KEY_STILL_OPENS)) {
                return keys(scope).stream().anyMatch(key -> key.id().equals(id));
            }
            return state.apiKeys
                    .values()
                    .removeIf(key -> key.id().equals(id) && key.workspace().equals(Optional.of(scope.workspace())));
        }
    }

    @Override
    public void touchKeys(Map<String, Instant> lastUsed) {
        synchronized (state) {
            state.apiKeys.replaceAll((hash, key) -> touched(key, lastUsed.get(key.id())));
        }
    }

    private ApiKey touched(ApiKey key, Instant at) {
        boolean older = key.lastUsedAt().isPresent()
                && at != null
                && at.isBefore(key.lastUsedAt().get());
        if (at == null || (older && !state.has(Fault.EARLIER_USE_WINS))) {
            return key;
        }
        return key.usedAt(at);
    }

    @Override
    public long addUsage(Scope scope, String period, long operations) {
        State.Key key = new State.Key(scope.workspace(), period);
        if (state.has(Fault.USAGE_COUNTED_UNGUARDED)) {
            long before = usage(scope, period);
            Thread.yield();
            synchronized (state) {
                state.usage.put(key, before + operations);
                return before + operations;
            }
        }
        synchronized (state) {
            return state.usage.merge(key, operations, Long::sum);
        }
    }

    @Override
    public long usage(Scope scope, String period) {
        synchronized (state) {
            return state.usage.getOrDefault(new State.Key(scope.workspace(), period), 0L);
        }
    }

    @Override
    public void addProject(Scope scope, String project) {
        synchronized (state) {
            state.projects.add(new State.Key(scope.workspace(), project));
        }
    }

    @Override
    public boolean hasProject(Scope scope, String project) {
        synchronized (state) {
            return state.projects.stream()
                    .anyMatch(key -> key.id().equals(project)
                            && (key.workspace().equals(scope.workspace())
                                    || state.has(Fault.PROJECTS_OF_ALL_WORKSPACES)));
        }
    }
}
