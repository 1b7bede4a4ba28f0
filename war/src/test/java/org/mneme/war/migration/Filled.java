package org.mneme.war.migration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.mneme.api.AgentEvent;
import org.mneme.api.ApiKey;
import org.mneme.api.Attribute;
import org.mneme.api.ContentHash;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Handoff;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;
import org.mneme.api.PendingMemory;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.Lease;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Storage;

/** Fill a workspace with everything there is, the same for the same seed but for its ids. */
final class Filled {

    static final EmbeddingSpaces.Space SPACE = new EmbeddingSpaces.Space("test:random", 384);

    private static final String[] WORDS =
            "river stone coffee Lisbon invoice violin Tuesday garden contract bicycle harbour winter ünïcode 漢字"
                    .split(" ");
    private static final int PAGE = 500;

    private final Storage storage;
    private final Scope workspace;
    private final Random random = new Random(7);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private Filled(Storage storage, Scope workspace) {
        this.storage = storage;
        this.workspace = workspace;
    }

    static Scope workspace(Storage storage, int memories) {
        Scope workspace = Scope.of(Ids.next("ws_", Instant.now()));
        new Filled(storage, workspace).fill(memories);
        return workspace;
    }

    private void fill(int memories) {
        if (storage.embeddingSpaces().active().isEmpty()) {
            storage.embeddingSpaces().activate(SPACE);
        }
        storage.workspaces().create(new Workspace(workspace.workspace(), "moves", "pro", now));
        storage.workspaces().addKey(key(Optional.of(workspace.workspace())));
        storage.workspaces().addKey(key(Optional.empty()));
        storage.workspaces().addUsage(workspace, "2026-11", 1_234);
        storage.workspaces().addProject(workspace, "größe");
        Webhook webhook = webhook();
        storage.webhooks().insert(workspace, webhook);
        List<MemoryWrite> page = new ArrayList<>();
        for (int i = 0; i < memories; i++) {
            page.add(write(i, webhook));
            if (page.size() == PAGE || i == memories - 1) {
                storage.memories().write(workspace, List.copyOf(page));
                page.subList(0, Math.min(5, page.size())).forEach(this::change);
                page.clear();
            }
        }
        fillAround();
    }

    private MemoryWrite write(int i, Webhook webhook) {
        Instant at = now.minusSeconds(random.nextInt(10_000_000));
        Scope scope = i % 3 == 0 ? workspace.with(Attribute.NAMESPACE, "ns" + i % 7) : workspace;
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("z", i);
        metadata.put("ratio", random.nextDouble());
        metadata.put("deep", Map.of("list", List.of("a", 1, true)));
        Memory memory = Memory.builder(
                        Ids.next("mem_", at),
                        i % 4 == 0 ? scope.with(Attribute.USER, "u" + i % 11) : scope,
                        text(i),
                        at)
                .type(MemoryType.values()[i % 4])
                .tags(i % 2 == 0 ? List.of("t" + i % 5, "common") : List.of())
                .metadata(i % 5 == 0 ? Map.of() : metadata)
                .entities(i % 9 == 0 ? List.of("Lisbon") : List.of())
                .importance(random.nextDouble())
                .status(i % 20 == 0 ? Memory.Status.SUPERSEDED : Memory.Status.ACTIVE)
                .supersededBy(i % 20 == 0 ? "mem_later" : null)
                .eventDate(i % 6 == 0 ? at.minusSeconds(60) : null)
                .expiresAt(i % 13 == 0 ? now.plus(3_000, ChronoUnit.DAYS) : null)
                .sourceRole(i % 2 == 0 ? "user" : null)
                .build();
        Optional<Embedding> embedding = i % 100 == 99 ? Optional.empty() : Optional.of(embedding(i % 50 == 0 ? 3 : 1));
        List<Delivery> deliveries = i % 10 == 0 && i < 2_000 ? List.of(delivery(webhook, memory)) : List.of();
        return new MemoryWrite(memory, embedding, deliveries, Optional.empty());
    }

    private void change(MemoryWrite write) {
        storage.memories()
                .update(
                        workspace,
                        new MemoryUpdate(
                                write.memory().toBuilder()
                                        .content("changed: " + write.memory().content())
                                        .updatedAt(now)
                                        .build(),
                                Optional.of(embedding(1)),
                                1));
    }

    private String text(int i) {
        StringBuilder text = new StringBuilder("number " + i);
        for (int word = 0; word < 12; word++) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private Embedding embedding(int windows) {
        List<float[]> vectors = new ArrayList<>();
        for (int w = 0; w < windows; w++) {
            float[] vector = new float[SPACE.dimension()];
            double square = 0;
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian();
                square += vector[i] * vector[i];
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) Math.sqrt(square);
            }
            vectors.add(vector);
        }
        return new Embedding(SPACE.model(), vectors);
    }

    private void fillAround() {
        for (int i = 0; i < 40; i++) {
            String id = Ids.nextJob(now);
            storage.jobs()
                    .enqueue(
                            workspace,
                            Job.accepted(
                                    id,
                                    workspace,
                                    "ingest",
                                    Map.of("n", i),
                                    List.of(new PendingMemory(id, 0, workspace, "pending " + i, Map.of(), now)),
                                    now),
                            false);
            storage.agents()
                    .record(
                            workspace,
                            new AgentEvent(
                                    Ids.next("evt_", now), workspace, "found", "event " + i, Map.of("n", i), 0.5, now),
                            Optional.empty());
            IdempotencyStore.Request request = new IdempotencyStore.Request("/v1/memories", "key " + i, "print");
            IdempotencyStore.Begun begun = storage.idempotency()
                    .begin(workspace, request, now, new Lease("w", 0, now.plusSeconds(9)), now.plusSeconds(86_400));
            storage.idempotency()
                    .complete(
                            workspace,
                            request,
                            ((IdempotencyStore.Begun.First) begun).lease(),
                            new IdempotencyStore.Answer(201, "{\"n\":" + i + "}", List.of()));
        }
        storage.agents()
                .handOver(
                        workspace,
                        new Handoff(
                                Ids.next("handoff_", now),
                                workspace,
                                "planner",
                                "coder",
                                "go on",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                1,
                                now,
                                now));
    }

    private ApiKey key(Optional<String> owner) {
        return new ApiKey(
                Ids.next("key_", now),
                owner,
                "ci",
                owner.isPresent() ? "retainr" : "admin",
                "rec_live_a",
                ContentHash.of(Ids.next("secret", now)),
                List.of(),
                now,
                Optional.empty(),
                Optional.empty());
    }

    private Webhook webhook() {
        return Webhook.builder(Ids.next("wh_", now), workspace.workspace(), now)
                .name("tell us")
                .notifier("webhook")
                .url("https://example.org/hook")
                .event(Webhook.Event.MEMORY_CREATED)
                .secret("encrypted")
                .build();
    }

    private Delivery delivery(Webhook webhook, Memory memory) {
        return Delivery.pending(Ids.next("evt_", now), webhook, memory.id(), "{\"content\":\"x\"}", now);
    }
}
