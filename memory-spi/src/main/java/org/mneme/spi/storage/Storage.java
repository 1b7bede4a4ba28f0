package org.mneme.spi.storage;

import java.util.Set;
import org.mneme.spi.Health;

/** Keep everything a server must not forget. One instance serves a whole server, and several servers may share one store. */
public interface Storage extends AutoCloseable {

    /** Return the store of memories. */
    MemoryStore memories();

    /** Return the vectors' models: which one searches, and which one is being filled. */
    EmbeddingSpaces embeddingSpaces();

    /** Return the store of workspaces, keys and usage. */
    WorkspaceStore workspaces();

    /** Return the store of background jobs. */
    JobStore jobs();

    /** Return the store of webhooks. */
    WebhookStore webhooks();

    /** Return the store of deliveries on their way and done. */
    DeliveryStore deliveries();

    /** Return the store of agent events and handoffs. */
    AgentStore agents();

    /** Return the store of answers to requests that may be repeated. */
    IdempotencyStore idempotency();

    /** Return what moves workspaces between storages. */
    WorkspaceTransfer transfer();

    /** Return what this storage can do beyond the contract's core. */
    Set<Capability> capabilities();

    /** Report whether the storage answers, with figures worth seeing; bounded to two seconds. */
    Health health();

    /** Release everything. What was acknowledged stays. */
    @Override
    void close();
}
