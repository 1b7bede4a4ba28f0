package org.mneme.storage.jpa;

import java.util.List;

/** Delete everything that belongs to a workspace, but its own row. */
final class WorkspaceTables implements JpaWorkspaceStore.WorkspaceEraser {

    /** The clock stays, and the webhooks' revision: they must never go back to an earlier value. */
    private static final List<String> TABLES = List.of(
            "pending_memory",
            "job",
            "delivery_attempt",
            "delivery",
            "webhook",
            "agent_event",
            "handoff",
            "idempotency_memory",
            "idempotency",
            "usage_count",
            "project");

    private final JpaTransactions transactions;
    private final MemoryEraser memories;

    WorkspaceTables(JpaTransactions transactions, MemoryEraser memories) {
        this.transactions = transactions;
        this.memories = memories;
    }

    @Override
    public void erase(String workspace) {
        memories.eraseWorkspace(workspace);
        for (String table : TABLES) {
            transactions.write(tx -> Sql.update(tx.jdbc(), "delete from " + table + " where workspace = ?", workspace));
        }
    }
}
