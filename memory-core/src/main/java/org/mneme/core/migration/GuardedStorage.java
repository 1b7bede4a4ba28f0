package org.mneme.core.migration;

import java.util.Set;
import org.mneme.spi.Health;
import org.mneme.spi.storage.AgentStore;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.JobStore;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.WebhookStore;
import org.mneme.spi.storage.WorkspaceStore;
import org.mneme.spi.storage.WorkspaceTransfer;

/** Be a storage whose stores are guarded; what moves workspaces is not. */
record GuardedStorage(
        Storage storage,
        MemoryStore memories,
        EmbeddingSpaces embeddingSpaces,
        WorkspaceStore workspaces,
        JobStore jobs,
        WebhookStore webhooks,
        DeliveryStore deliveries,
        AgentStore agents,
        IdempotencyStore idempotency)
        implements Storage {

    @Override
    public WorkspaceTransfer transfer() {
        return storage.transfer();
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public Health health() {
        return storage.health();
    }

    @Override
    public void close() {
        storage.close();
    }
}
