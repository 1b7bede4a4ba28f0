package org.mneme.storage.jpa;

import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.mneme.api.MemoryException;
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

/** Keep everything in one relational database, with two indexes derived from it in the data directory. */
final class JpaStorage implements Storage {

    private final JpaDatabase database;
    private final WorkspaceStore workspaces;
    private final JobStore jobs;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final AgentStore agents;
    private final IdempotencyStore idempotency;

    private JpaStorage(JpaDatabase database, Clock clock) {
        this.database = database;
        this.workspaces = null;
        this.jobs = new JpaJobStore(database.transactions(), database.dialect(), clock);
        this.webhooks = new JpaWebhookStore(database.transactions());
        this.deliveries = new JpaDeliveryStore(database.transactions(), database.dialect(), clock);
        this.agents = new JpaAgentStore(database.transactions(), clock);
        this.idempotency = new JpaIdempotencyStore(database.transactions());
    }

    static JpaStorage open(JpaOptions options, Clock clock, Path dataDirectory) {
        return new JpaStorage(JpaDatabase.open(options, dataDirectory), clock);
    }

    @Override
    public MemoryStore memories() {
        throw MemoryException.defect("in the making", null);
    }

    @Override
    public EmbeddingSpaces embeddingSpaces() {
        throw MemoryException.defect("in the making", null);
    }

    @Override
    public WorkspaceStore workspaces() {
        return workspaces;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public WebhookStore webhooks() {
        return webhooks;
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public AgentStore agents() {
        return agents;
    }

    @Override
    public IdempotencyStore idempotency() {
        return idempotency;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> can = EnumSet.of(Capability.ATOMIC_BATCH, Capability.DEEP_OFFSET);
        if (database.dialect().shared()) {
            can.add(Capability.SHARED);
        }
        return Set.copyOf(can);
    }

    @Override
    public Health health() {
        return Health.up();
    }

    @Override
    public void close() {
        database.close();
    }
}
