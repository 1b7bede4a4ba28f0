package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.ApiKey;
import org.mneme.api.ContentHash;
import org.mneme.api.Ids;
import org.mneme.api.Scope;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.WorkspaceStore;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;

/** Rule 14: workspaces, their keys and their usage are exact at any moment. */
public interface WorkspaceContract extends StorageFixture {

    /** Return the shared store's workspaces. */
    default WorkspaceStore workspaces() {
        return storage().workspaces();
    }

    @Rule("R14a")
    default void aWorkspaceIsCreatedOnceAndChangedByItsId() {
        Scope scope = workspace();
        Workspace first = new Workspace(scope.workspace(), "first", "free", now());
        List<Workspace> created = Concurrently.run(
                6, thread -> workspaces().create(new Workspace(scope.workspace(), "by " + thread, "free", now())));
        assertThat(created).as("all see the same one").containsOnly(created.get(0));
        assertThat(workspaces().create(first)).isEqualTo(created.get(0));

        Workspace changed = new Workspace(scope.workspace(), "renamed", "pro", now());
        assertThat(workspaces().update(changed)).contains(changed);
        assertThat(workspaces().get(scope)).contains(changed);
        assertThat(workspaces().update(new Workspace(workspace().workspace(), "nobody", "pro", now())))
                .isEmpty();
    }

    @Rule("R14a")
    default void workspacesAreListedOldestFirst() {
        try (Store store = fresh()) {
            Instant at = store.clock().instant();
            Workspace newer = new Workspace("ws_a", "newer", "free", at.plusSeconds(1));
            Workspace older = new Workspace("ws_b", "older", "free", at);
            store.storage().workspaces().create(newer);
            store.storage().workspaces().create(older);

            assertThat(store.storage().workspaces().list()).containsExactly(older, newer);
        }
    }

    @Rule("R14b")
    default void aKeyOpensItsWorkspaceUntilItIsRemoved() {
        Scope scope = workspace();
        workspaces().create(new Workspace(scope.workspace(), "ours", "free", now()));
        ApiKey older = key(scope, now());
        ApiKey newer = key(scope, now().plusSeconds(1));
        ApiKey admin = new ApiKey(
                Ids.next("key_", now()),
                Optional.empty(),
                "admin",
                "admin",
                "adm_",
                ContentHash.of(Ids.next("secret", now())),
                List.of(),
                now(),
                Optional.of(now().plusSeconds(60)),
                Optional.of(now()));
        for (ApiKey key : List.of(newer, older, admin)) {
            assertThat(workspaces().addKey(key)).isEqualTo(key);
        }
        ApiKey sameHash = new ApiKey(
                Ids.next("key_", now()),
                Optional.of(workspace().workspace()),
                "an impostor",
                "retainr",
                "rec_",
                older.hash(),
                List.of(),
                now(),
                Optional.empty(),
                Optional.empty());
        assertThat(workspaces().addKey(sameHash)).isEqualTo(older);

        assertThat(workspaces().keys(scope)).containsExactly(older, newer);
        assertThat(workspaces().keyByHash(older.hash())).contains(older);
        assertThat(workspaces().keyByHash(admin.hash())).contains(admin);
        assertThat(workspaces().keyByHash("0".repeat(64))).isEmpty();
        assertThat(workspaces().removeKey(workspace(), older.id())).isFalse();
        assertThat(workspaces().removeKey(scope, older.id())).isTrue();
        assertThat(workspaces().removeKey(scope, older.id())).isFalse();
        assertThat(workspaces().keyByHash(older.hash())).isEmpty();
    }

    @Rule("R14c")
    default void theLaterUseOfAKeyWins() {
        Scope scope = workspace();
        ApiKey key = key(scope, now());
        workspaces().addKey(key);

        workspaces().touchKeys(Map.of(key.id(), now().plusSeconds(60), "key_unknown", now()));
        workspaces().touchKeys(Map.of(key.id(), now().plusSeconds(30)));

        assertThat(workspaces().keyByHash(key.hash()).orElseThrow().lastUsedAt())
                .contains(now().plusSeconds(60));
    }

    private static ApiKey key(Scope scope, Instant at) {
        return new ApiKey(
                Ids.next("key_", at),
                Optional.of(scope.workspace()),
                "ci",
                "retainr",
                "rec_live_a",
                ContentHash.of(Ids.next("secret", at)),
                List.of("memories:read", "memories:write"),
                at,
                Optional.empty(),
                Optional.empty());
    }

    @Rule("R14d")
    default void concurrentUsageIsCountedExactly() {
        Scope scope = workspace();
        List<Long> totals = Concurrently.run(8, thread -> {
            long total = 0;
            for (int i = 0; i < 10; i++) {
                total = workspaces().addUsage(scope, "2026-03", 3);
            }
            return total;
        });

        assertThat(workspaces().usage(scope, "2026-03")).isEqualTo(240);
        assertThat(totals).contains(240L);
        assertThat(workspaces().usage(scope, "2026-04")).isZero();
        assertThat(workspaces().usage(workspace(), "2026-03")).isZero();
    }

    @Rule("R14e")
    default void aProjectIsKnownInItsWorkspaceOnly() {
        Scope scope = workspace();
        assertThat(workspaces().hasProject(scope, "apollo")).isFalse();

        Concurrently.run(4, thread -> {
            workspaces().addProject(scope, "apollo");
            return null;
        });

        assertThat(workspaces().hasProject(scope, "apollo")).isTrue();
        assertThat(workspaces().hasProject(scope, "gemini")).isFalse();
        assertThat(workspaces().hasProject(workspace(), "apollo")).isFalse();
    }

    @Rule("R14f")
    default void aWorkspaceStaysReadOnlyUntilItIsOpened() {
        Scope scope = workspace();
        Workspace open = workspaces().create(new Workspace(scope.workspace(), "ours", "free", now()));
        assertThat(open.readOnly()).isFalse();

        workspaces().update(open.withReadOnly(true));
        assertThat(workspaces().get(scope)).contains(open.withReadOnly(true));
        assertThat(workspaces().list()).contains(open.withReadOnly(true));

        workspaces().update(open);
        assertThat(workspaces().get(scope)).contains(open);
        Workspace closed = new Workspace(workspace().workspace(), "theirs", "free", now(), true);
        assertThat(workspaces().create(closed)).isEqualTo(closed);
        assertThat(workspaces().get(Scope.of(closed.id()))).contains(closed);
    }
}
