package org.mneme.storage.elasticsearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.mneme.api.ApiKey;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.WorkspaceStore;

final class ElasticsearchWorkspaceStore implements WorkspaceStore {

    private static final String WORKSPACE = "workspace";
    static final String KEY = "key";
    static final String USAGE = "usage";
    static final String PROJECT = "project";
    private static final List<Map<String, Object>> OLDEST_FIRST =
            List.of(Map.of("created", "asc"), Map.of("id", "asc"));

    /** How many operations a period has. */
    record Usage(long operations) {}

    /** A project by its whole name. */
    record Project(String name) {}

    private final Records records;
    private final MemoryEraser eraser;

    ElasticsearchWorkspaceStore(Records records, MemoryEraser eraser) {
        this.records = records;
        this.eraser = eraser;
    }

    private static String id(String workspace) {
        return Cluster.id(WORKSPACE, workspace);
    }

    private static ObjectNode source(Workspace workspace) {
        return Records.record(WORKSPACE, workspace.id(), workspace.id(), workspace)
                .put("created", workspace.createdAt().toEpochMilli());
    }

    static String id(ApiKey key) {
        return Cluster.id(KEY, key.hash());
    }

    static ObjectNode source(ApiKey key) {
        return Records.record(KEY, key.workspace().orElse(""), key.id(), key)
                .put("created", key.createdAt().toEpochMilli());
    }

    static ApiKey key(Cluster.Doc doc) {
        return Records.data(doc, ApiKey.class);
    }

    @Override
    public Workspace create(Workspace workspace) {
        boolean created = records.create(id(workspace.id()), source(workspace));
        return created ? workspace : get(Scope.of(workspace.id())).orElse(workspace);
    }

    @Override
    public Optional<Workspace> get(Scope scope) {
        return records.get(id(scope.workspace())).map(doc -> Records.data(doc, Workspace.class));
    }

    @Override
    public List<Workspace> list() {
        records.refresh();
        return records.find(Queries.term("kind", WORKSPACE), OLDEST_FIRST, 10_000).stream()
                .map(doc -> Records.data(doc, Workspace.class))
                .toList();
    }

    @Override
    public Optional<Workspace> update(Workspace workspace) {
        boolean changed = records.change(id(workspace.id()), doc -> Optional.of(source(workspace)));
        return changed ? Optional.of(workspace) : Optional.empty();
    }

    @Override
    public boolean delete(Scope scope) {
        String workspace = scope.workspace();
        eraser.deleteWorkspace(workspace);
        // the workspace itself goes last, so that a deletion that was cut off can be sent again
        records.removeAll(
                Queries.all(List.of(Queries.term("ws", workspace), Queries.not(Queries.term("kind", WORKSPACE)))));
        return records.remove(id(workspace), doc -> true);
    }

    @Override
    public ApiKey addKey(ApiKey key) {
        return records.create(id(key), source(key))
                ? key
                : keyByHash(key.hash()).orElse(key);
    }

    @Override
    public Optional<ApiKey> keyByHash(String hash) {
        return records.get(Cluster.id(KEY, hash)).map(ElasticsearchWorkspaceStore::key);
    }

    @Override
    public List<ApiKey> keys(Scope scope) {
        records.refresh();
        return records
                .find(
                        Queries.all(List.of(Queries.term("kind", KEY), Queries.term("ws", scope.workspace()))),
                        OLDEST_FIRST,
                        10_000)
                .stream()
                .map(ElasticsearchWorkspaceStore::key)
                .toList();
    }

    @Override
    public boolean removeKey(Scope scope, String id) {
        return keys(scope).stream()
                .filter(key -> key.id().equals(id))
                .anyMatch(key -> records.remove(id(key), doc -> true));
    }

    @Override
    public void touchKeys(Map<String, Instant> lastUsed) {
        records.changeAll(
                Queries.all(List.of(Queries.term("kind", KEY), Queries.terms("id", lastUsed.keySet()))),
                doc -> Optional.of(key(doc))
                        .filter(key -> key.lastUsedAt().isEmpty()
                                || key.lastUsedAt().get().isBefore(lastUsed.get(key.id())))
                        .map(key -> source(key.usedAt(lastUsed.get(key.id())))));
    }

    @Override
    public long addUsage(Scope scope, String period, long operations) {
        AtomicLong total = new AtomicLong();
        records.put(usageId(scope, period), doc -> {
            total.set(doc.map(each -> Records.data(each, Usage.class).operations())
                            .orElse(0L)
                    + operations);
            return usageSource(scope, period, total.get());
        });
        return total.get();
    }

    @Override
    public long usage(Scope scope, String period) {
        return records.get(usageId(scope, period))
                .map(doc -> Records.data(doc, Usage.class).operations())
                .orElse(0L);
    }

    static String usageId(Scope scope, String period) {
        return Cluster.id(USAGE, scope.workspace(), period);
    }

    static ObjectNode usageSource(Scope scope, String period, long operations) {
        return Records.record(USAGE, scope.workspace(), period, new Usage(operations));
    }

    static String projectId(Scope scope, String project) {
        return Cluster.id(PROJECT, scope.workspace(), project);
    }

    static ObjectNode projectSource(Scope scope, String project) {
        return Records.record(PROJECT, scope.workspace(), Terms.of(project), new Project(project));
    }

    @Override
    public void addProject(Scope scope, String project) {
        records.create(projectId(scope, project), projectSource(scope, project));
    }

    @Override
    public boolean hasProject(Scope scope, String project) {
        return records.get(projectId(scope, project)).isPresent();
    }
}
