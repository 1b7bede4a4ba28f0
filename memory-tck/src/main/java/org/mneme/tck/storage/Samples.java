package org.mneme.tck.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Search;
import org.mneme.tck.TestVectors;

/** Make the things that contracts store and ask for. */
final class Samples {

    /** The model active in every store but an unused one. */
    static final EmbeddingSpaces.Space SPACE = new EmbeddingSpaces.Space("tck:alpha", 96);

    /** A model with other vectors. */
    static final EmbeddingSpaces.Space OTHER_SPACE = new EmbeddingSpaces.Space("tck:beta", 64);

    private Samples() {}

    static TestVectors vectors(long seed) {
        return vectors(SPACE, seed);
    }

    static TestVectors vectors(EmbeddingSpaces.Space space, long seed) {
        return new TestVectors(space.model(), space.dimension(), seed);
    }

    static Memory memory(Scope scope, String content, Instant at) {
        return Memory.builder(Ids.next("mem_", at), scope, content, at).build();
    }

    static MemoryWrite write(Memory memory, Embedding embedding, Delivery... deliveries) {
        return new MemoryWrite(memory, Optional.of(embedding), List.of(deliveries), Optional.empty());
    }

    static MemoryWrite reconciled(
            Memory memory, Embedding embedding, double floor, Reconciliation.Decider decider, Delivery... deliveries) {
        Scope within = memory.scope();
        return new MemoryWrite(
                memory,
                Optional.of(embedding),
                List.of(deliveries),
                Optional.of(new Reconciliation(within, floor, 10, decider)));
    }

    /** Keep the best neighbour if there is one. */
    static Reconciliation.Decision keepOrInsert(List<Reconciliation.Neighbour> neighbours) {
        return neighbours.isEmpty()
                ? new Reconciliation.Decision.Insert()
                : new Reconciliation.Decision.Keep(neighbours.get(0).memory().id());
    }

    static Search byVector(Embedding query, int limit) {
        return byVector(query, Filter.all(), limit);
    }

    static Search byVector(Embedding query, Filter filter, int limit) {
        return new Search(Optional.of(query), Optional.empty(), filter, limit, -1);
    }

    static Search byWords(String text, int limit) {
        return byWords(text, Filter.all(), limit);
    }

    static Search byWords(String text, Filter filter, int limit) {
        return new Search(Optional.empty(), Optional.of(text), filter, limit, -1);
    }

    static List<String> ids(Hits hits) {
        return hits.hits().stream().map(hit -> hit.memory().id()).toList();
    }

    static List<String> ids(MemoryPage page) {
        return page.memories().stream().map(Memory::id).toList();
    }

    static Webhook webhook(Scope scope, Instant at) {
        return webhook(Ids.next("wh_", at), scope, at);
    }

    static Webhook webhook(String id, Scope scope, Instant at) {
        return Webhook.builder(id, scope.workspace(), at)
                .name("tell us")
                .notifier("webhook")
                .url("https://example.org/hook")
                .event(Webhook.Event.MEMORY_CREATED)
                .secret("encrypted")
                .build();
    }

    static Delivery delivery(Webhook webhook, Memory memory) {
        return delivery(Ids.next("evt_", memory.createdAt()), webhook, memory);
    }

    static Delivery delivery(String id, Webhook webhook, Memory memory) {
        String body = "{\"content\":\"" + memory.content() + "\"}";
        return Delivery.pending(id, webhook, memory.id(), body, memory.createdAt());
    }

    static Job job(Scope scope, String kind, Instant at, String... pending) {
        String id = Ids.nextJob(at);
        List<PendingMemory> memories = new ArrayList<>();
        for (String content : pending) {
            memories.add(new PendingMemory(id, memories.size(), scope, content, Map.of("n", memories.size()), at));
        }
        return Job.accepted(id, scope, kind, Map.of("text", "as sent", "deep", Map.of("n", 1)), memories, at);
    }

    /** Ask for a lease of ten seconds. */
    static Lease lease(String owner, Instant now) {
        return new Lease(owner, 0, now.plusSeconds(10));
    }
}
