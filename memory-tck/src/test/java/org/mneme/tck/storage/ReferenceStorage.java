package org.mneme.tck.storage;

import java.time.Clock;
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

/** Keep everything in memory behind one lock: simple enough to be right, unless it is given a fault. */
record ReferenceStorage(
        State state,
        MemoryStore memories,
        EmbeddingSpaces embeddingSpaces,
        WorkspaceStore workspaces,
        JobStore jobs,
        WebhookStore webhooks,
        DeliveryStore deliveries,
        AgentStore agents,
        IdempotencyStore idempotency,
        WorkspaceTransfer transfer,
        Set<Capability> capabilities)
        implements Storage {

    static ReferenceStorage open(State state, Clock clock, Set<Capability> capabilities) {
        state.restart();
        ReferenceEmbeddingSpaces spaces = new ReferenceEmbeddingSpaces(state, clock);
        ReferenceJobStore jobs = new ReferenceJobStore(state, clock);
        MemoryStore memories = new ReferenceMemoryStore(state, clock, spaces, capabilities);
        return new ReferenceStorage(
                state,
                memories,
                spaces,
                new ReferenceWorkspaceStore(state),
                jobs,
                new ReferenceWebhookStore(state),
                new ReferenceDeliveryStore(state, clock),
                new ReferenceAgentStore(state, jobs),
                new ReferenceIdempotencyStore(state),
                new ReferenceTransfer(state, clock, spaces, memories),
                capabilities);
    }

    @Override
    public Health health() {
        return Health.up();
    }

    @Override
    public void close() {
        synchronized (state) {
            state.unsynced.clear();
        }
    }
}
