package org.mneme.storage.elasticsearch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

/** Put the parts of the storage together. */
record ElasticsearchStorage(
        Cluster cluster,
        ServerName name,
        HealthCheck check,
        RebuildWatch watch,
        WorkspaceGuard guard,
        MemoryStore memories,
        EmbeddingSpaces embeddingSpaces,
        WorkspaceStore workspaces,
        JobStore jobs,
        WebhookStore webhooks,
        DeliveryStore deliveries,
        AgentStore agents,
        IdempotencyStore idempotency,
        WorkspaceTransfer transfer)
        implements Storage {

    static Storage open(ElasticsearchOptions options, Clock clock, Path directory) {
        return open(options, clock, directory, RebuildLease.PATIENCE);
    }

    /** Open a storage that waits so long before another server that makes an index anew counts as dead. */
    static Storage open(ElasticsearchOptions options, Clock clock, Path directory, Duration patience) {
        Cluster cluster = Cluster.connect(options);
        ServerName name = ServerName.in(directory);
        try {
            new ClusterCheck(options).check(cluster);
            ElasticsearchSchema schema = new ElasticsearchSchema(cluster, options);
            schema.migrate();
            RebuildWatch watch = new RebuildWatch(cluster, schema.leases(), schema.plans(), patience);
            cluster.tellClosed(watch::refused);
            return assembled(cluster, name, schema, watch, options, clock);
        } catch (RuntimeException e) {
            name.close();
            cluster.close();
            throw e;
        }
    }

    private static Storage assembled(
            Cluster cluster,
            ServerName name,
            ElasticsearchSchema schema,
            RebuildWatch watch,
            ElasticsearchOptions options,
            Clock clock) {
        Memories memories = new Memories(cluster, schema.memories(), clock);
        // what a server that died had written and not yet searched
        memories.refreshes().all();
        Records records = new Records(cluster, schema.records());
        MemorySearch search = new MemorySearch(memories, options.candidates());
        MemoryEraser eraser = new MemoryEraser(memories, records);
        WorkspaceGuard guard = new WorkspaceGuard(records, name, options.requestTimeout());
        MemoryWriter writer = new MemoryWriter(memories, search, eraser, guard);
        ElasticsearchEmbeddingSpaces spaces = new ElasticsearchEmbeddingSpaces(memories, records, schema);
        WaitingDeliveries waiting = new WaitingDeliveries();
        Outbox outbox = new Outbox(memories, records, waiting);
        Agenda agenda = new Agenda(records, name);
        JobStore jobs = new ElasticsearchJobStore(records, agenda, clock);
        return new ElasticsearchStorage(
                cluster,
                name,
                new HealthCheck(cluster, schema, options.hosts().size()),
                watch,
                guard,
                new ElasticsearchMemoryStore(
                        memories, writer, eraser, search, spaces, new Exports(cluster, schema.memories())),
                spaces,
                new ElasticsearchWorkspaceStore(records, eraser),
                jobs,
                new ElasticsearchWebhookStore(records, outbox, waiting),
                new ElasticsearchDeliveryStore(records, memories, outbox, waiting, clock),
                new ElasticsearchAgentStore(records, jobs),
                new ElasticsearchIdempotencyStore(records, memories),
                new ElasticsearchTransfer(
                        new MemoryTransfer(memories, spaces, eraser),
                        new RecordTransfer(records, outbox, waiting, agenda, jobs)));
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SHARED);
    }

    @Override
    public Health health() {
        return check.check();
    }

    @Override
    public void close() {
        watch.close();
        guard.close();
        cluster.close();
        // last: whoever has the name next takes what is held under it
        name.close();
    }
}
