package org.mneme.storage.jpa;

import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keep everything in one relational database, with two indexes derived from it in the data directory. */
final class JpaStorage implements Storage {

    private static final Logger LOG = LoggerFactory.getLogger(JpaStorage.class);

    private final JpaDatabase database;
    private final JpaIndexes indexes;
    private final ScheduledExecutorService background;
    private final MemoryStore memories;
    private final EmbeddingSpaces embeddingSpaces;
    private final WorkspaceStore workspaces;
    private final JobStore jobs;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final AgentStore agents;
    private final IdempotencyStore idempotency;
    private final WorkspaceTransfer transfer;
    private final HealthCheck health;

    private JpaStorage(
            JpaDatabase database,
            JpaIndexes indexes,
            ScheduledExecutorService background,
            JpaOptions options,
            Clock clock) {
        this.database = database;
        this.indexes = indexes;
        this.background = background;
        JpaTransactions transactions = database.transactions();
        ActiveSpaces spaces = new ActiveSpaces(database.dialect());
        MemoryReader reader = new MemoryReader(clock, indexes);
        Upkeep upkeep = new Upkeep(database, indexes, options, clock);
        MemoryEraser eraser = new MemoryEraser(transactions, spaces, reader, indexes, upkeep::deleted);
        JpaExports exports = new JpaExports(database, reader, background, options);
        this.memories = new JpaMemoryStore(database, spaces, indexes, reader, eraser, exports);
        this.embeddingSpaces = new JpaEmbeddingSpaces(transactions, database.dialect(), spaces, reader, indexes);
        this.workspaces = new JpaWorkspaceStore(transactions, new WorkspaceTables(transactions, eraser));
        this.jobs = new JpaJobStore(transactions, database.dialect(), clock);
        this.webhooks = new JpaWebhookStore(transactions);
        this.deliveries = new JpaDeliveryStore(transactions, database.dialect(), clock);
        this.agents = new JpaAgentStore(transactions, clock);
        this.idempotency = new JpaIdempotencyStore(transactions);
        this.transfer = new JpaTransfer(
                transactions, new MemoryTransfer(transactions, spaces, reader, indexes, eraser), new RecordTransfer());
        this.health = new HealthCheck(database, indexes);
        upkeep.start(background);
    }

    static JpaStorage open(JpaOptions options, Clock clock, Path dataDirectory) {
        JpaDatabase database = JpaDatabase.open(options, dataDirectory);
        try {
            Path directory = dataDirectory.resolve("index");
            JpaIndexes indexes = database.transactions()
                    .read(tx -> JpaIndexes.open(
                            tx.jdbc(),
                            directory,
                            database.id(),
                            database.disk(),
                            database.dialect().shared()));
            return new JpaStorage(database, indexes, newBackground(), options, clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Two threads: a long compaction must not keep others from being followed. */
    private static ScheduledExecutorService newBackground() {
        ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "mneme-storage");
            thread.setDaemon(true);
            thread.setContextClassLoader(JpaStorage.class.getClassLoader());
            return thread;
        });
        background.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return background;
    }

    @Override
    public MemoryStore memories() {
        return memories;
    }

    @Override
    public EmbeddingSpaces embeddingSpaces() {
        return embeddingSpaces;
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
    public WorkspaceTransfer transfer() {
        return transfer;
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
        return health.check();
    }

    @Override
    public void close() {
        health.close();
        // not at once: an interrupt in the middle of its work would do an embedded database no good
        background.shutdown();
        try {
            if (!background.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("Background work did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            indexes.close();
        } finally {
            database.close();
        }
    }
}
