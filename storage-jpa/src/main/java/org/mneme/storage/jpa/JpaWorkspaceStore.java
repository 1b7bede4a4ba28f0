package org.mneme.storage.jpa;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.WorkspaceStore;

/** Keep workspaces, keys, usage and projects as entities. */
final class JpaWorkspaceStore implements WorkspaceStore {

    private final JpaTransactions transactions;
    private final WorkspaceEraser eraser;

    JpaWorkspaceStore(JpaTransactions transactions, WorkspaceEraser eraser) {
        this.transactions = transactions;
        this.eraser = eraser;
    }

    /** Delete what a workspace holds, its own row and its keys excepted. */
    @FunctionalInterface
    interface WorkspaceEraser {
        void erase(String workspace);
    }

    @Override
    public Workspace create(Workspace workspace) {
        return transactions.write(tx -> {
            WorkspaceEntity stored = tx.em().find(WorkspaceEntity.class, workspace.id());
            if (stored == null) {
                stored = new WorkspaceEntity(workspace);
                tx.em().persist(stored);
            }
            return stored.toWorkspace();
        });
    }

    @Override
    public Optional<Workspace> get(Scope scope) {
        // by SQL: every request asks for its workspace
        return transactions.read(tx -> Sql.query(
                        tx.jdbc(),
                        "select id, name, plan, created_at, read_only from workspace where id = ?",
                        row -> new Workspace(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Millis.instant(row.getLong(4)),
                                row.getBoolean(5)),
                        scope.workspace())
                .stream()
                .findFirst());
    }

    @Override
    public List<Workspace> list() {
        return transactions.read(tx -> tx
                .em()
                .createQuery("select w from Workspace w order by w.createdAt, w.id", WorkspaceEntity.class)
                .getResultList()
                .stream()
                .map(WorkspaceEntity::toWorkspace)
                .toList());
    }

    @Override
    public Optional<Workspace> update(Workspace workspace) {
        return transactions.write(tx -> {
            Optional<WorkspaceEntity> stored = Optional.ofNullable(tx.em().find(WorkspaceEntity.class, workspace.id()));
            stored.ifPresent(entity -> {
                entity.name = workspace.name();
                entity.plan = workspace.plan();
                entity.readOnly = workspace.readOnly();
            });
            return stored.map(WorkspaceEntity::toWorkspace);
        });
    }

    /** Keys go first, so that nobody writes meanwhile; the workspace goes last, so that a broken deletion can be repeated. */
    @Override
    public boolean delete(Scope scope) {
        String workspace = scope.workspace();
        if (get(scope).isEmpty()) {
            return false;
        }
        transactions.write(tx -> tx.em()
                .createQuery("delete from ApiKey k where k.workspace = :workspace")
                .setParameter("workspace", workspace)
                .executeUpdate());
        eraser.erase(workspace);
        return transactions.write(tx -> tx.em()
                        .createQuery("delete from Workspace w where w.id = :workspace")
                        .setParameter("workspace", workspace)
                        .executeUpdate()
                > 0);
    }

    @Override
    public ApiKey addKey(ApiKey key) {
        return transactions.write(tx -> {
            Optional<ApiKey> stored = byHash(tx, key.hash());
            if (stored.isPresent()) {
                return stored.get();
            }
            ApiKeyEntity added = new ApiKeyEntity(key);
            tx.em().persist(added);
            return added.toKey();
        });
    }

    @Override
    public Optional<ApiKey> keyByHash(String hash) {
        return transactions.read(tx -> byHash(tx, hash));
    }

    /** By SQL: every request asks for its key. */
    private static Optional<ApiKey> byHash(Tx tx, String hash) throws SQLException {
        return Sql.query(tx.jdbc(), ApiKeyEntity.BY_HASH, ApiKeyEntity::read, hash).stream()
                .findFirst()
                .map(ApiKeyEntity::toKey);
    }

    @Override
    public List<ApiKey> keys(Scope scope) {
        return transactions.read(tx -> tx
                .em()
                .createQuery(
                        "select k from ApiKey k where k.workspace = :workspace order by k.createdAt, k.id",
                        ApiKeyEntity.class)
                .setParameter("workspace", scope.workspace())
                .getResultList()
                .stream()
                .map(ApiKeyEntity::toKey)
                .toList());
    }

    @Override
    public boolean removeKey(Scope scope, String id) {
        return transactions.write(tx -> tx.em()
                        .createQuery("delete from ApiKey k where k.id = :id and k.workspace = :workspace")
                        .setParameter("id", id)
                        .setParameter("workspace", scope.workspace())
                        .executeUpdate()
                > 0);
    }

    @Override
    public void touchKeys(Map<String, Instant> lastUsed) {
        if (lastUsed.isEmpty()) {
            return;
        }
        transactions.write(tx -> {
            // in one order everywhere, so that two servers never wait for each other
            lastUsed.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(used -> tx.em()
                            .createQuery("update ApiKey k set k.lastUsedAt = :at"
                                    + " where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :at)")
                            .setParameter("id", used.getKey())
                            .setParameter("at", Millis.of(used.getValue()))
                            .executeUpdate());
            return null;
        });
    }

    @Override
    public long addUsage(Scope scope, String period, long operations) {
        return transactions.write(tx -> {
            int counted = tx.em()
                    .createQuery("update Usage u set u.operations = u.operations + :more"
                            + " where u.workspace = :workspace and u.period = :period")
                    .setParameter("more", operations)
                    .setParameter("workspace", scope.workspace())
                    .setParameter("period", period)
                    .executeUpdate();
            if (counted == 0) {
                tx.em().persist(new UsageEntity(scope.workspace(), period, operations));
                return operations;
            }
            return tx.em().find(UsageEntity.class, new UsageEntity.Key(scope.workspace(), period)).operations;
        });
    }

    @Override
    public long usage(Scope scope, String period) {
        return transactions.read(tx -> Optional.ofNullable(
                        tx.em().find(UsageEntity.class, new UsageEntity.Key(scope.workspace(), period)))
                .map(usage -> usage.operations)
                .orElse(0L));
    }

    @Override
    public void addProject(Scope scope, String project) {
        if (hasProject(scope, project)) {
            return;
        }
        ProjectEntity.Key key = new ProjectEntity.Key(scope.workspace(), project);
        transactions.write(tx -> {
            if (tx.em().find(ProjectEntity.class, key) == null) {
                tx.em().persist(new ProjectEntity(key));
            }
            return null;
        });
    }

    @Override
    public boolean hasProject(Scope scope, String project) {
        ProjectEntity.Key key = new ProjectEntity.Key(scope.workspace(), project);
        return transactions.read(tx -> tx.em().find(ProjectEntity.class, key) != null);
    }
}
