package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mneme.api.AgentEvent;
import org.mneme.api.ApiKey;
import org.mneme.api.Attribute;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Handoff;
import org.mneme.api.Ids;
import org.mneme.api.Job;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.api.Workspace;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.DeliveryStore;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.IdempotencyStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.Written;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 2: what was acknowledged stays, whole; a memory and what it causes are one step. */
public interface DurabilityContract extends StorageFixture {

    @Rule("R2a")
    default void everyPartOfAMemoryComesBackAsItWasStored() {
        Scope scope = workspace().with(Attribute.NAMESPACE, "customer:alice").with(Attribute.USER, "alice");
        Instant at = now();
        Memory memory = Memory.builder(Ids.next("mem_", at), scope, "Läuft über \"alles\" – 日本 \uD83D\uDE00\n\tja", at)
                .type(MemoryType.PREFERENCE)
                .tags(List.of("b", "a", "Ünï, \"q\""))
                .metadata(Map.of(
                        "text",
                        "x",
                        "whole",
                        42,
                        "big",
                        9_007_199_254_740_993L,
                        "exact",
                        0.1,
                        "yes",
                        true,
                        "list",
                        List.of(1, "two", List.of()),
                        "object",
                        Map.of("deep", Map.of("er", "est"))))
                .entities(List.of("Alice", "Zürich"))
                .importance(0.123456789)
                .confidence(1)
                .documentDate(at.minusSeconds(86_400))
                .eventDate(Instant.parse("1969-07-20T20:17:40Z"))
                .sourceRole("user")
                .sourceJob("job_0123")
                .supersedes(List.of("mem_older", "mem_oldest"))
                .expiresAt(at.plusSeconds(3_600 * 24 * 365 * 10L))
                .build();
        Embedding embedding = Samples.vectors(30).windows(3);
        List<Written> written = memories().write(scope, List.of(Samples.write(memory, embedding)));

        assertThat(Same.comparable(written.get(0).memory())).isEqualTo(Same.comparable(memory));
        assertThat(memories().get(scope, memory.id()).map(Same::comparable)).contains(Same.comparable(memory));
        try (Snapshot snapshot = memories().export(scope, Filter.all(), Order.OLDEST_FIRST, true)) {
            Snapshot.Entry entry = snapshot.next();
            assertThat(Same.comparable(entry.memory())).isEqualTo(Same.comparable(memory));
            assertThat(entry.embedding()).hasValueSatisfying(stored -> {
                assertThat(stored.model()).isEqualTo(embedding.model());
                assertThat(stored.windows()).usingRecursiveComparison().isEqualTo(embedding.windows());
            });
        }
    }

    @Rule("R2a")
    default void whatWasAcknowledgedIsThereAfterARestart() {
        try (Store store = fresh()) {
            Scope scope = workspace();
            Instant at = store.clock().instant();
            Storage storage = store.storage();
            Embedding embedding = Samples.vectors(31).next();
            Memory memory = Samples.memory(scope, "survives a restart", at);
            Webhook webhook = Samples.webhook(scope, at);
            Delivery delivery = Samples.delivery(webhook, memory);
            Job job = Samples.job(scope, "ingest", at, "still to come");
            AgentEvent event = new AgentEvent("evt_1", scope, "found", "a clue", Map.of("a", 1), 0.5, at);
            Handoff handoff = new Handoff(
                    "handoff_1", scope, "a", "b", "go on", Optional.empty(), Optional.empty(), List.of(), 1, at, at);
            ApiKey key = new ApiKey(
                    "key_1",
                    Optional.of(scope.workspace()),
                    "ci",
                    "retainr",
                    "rec_live_abc",
                    "a".repeat(64),
                    List.of("read"),
                    at,
                    Optional.empty(),
                    Optional.empty());
            IdempotencyStore.Request request = new IdempotencyStore.Request("POST /v1", "k", "f");

            storage.workspaces().create(new Workspace(scope.workspace(), "ours", "free", at));
            storage.workspaces().addKey(key);
            storage.workspaces().addUsage(scope, "2026-03", 7);
            storage.workspaces().addProject(scope, "apollo");
            storage.webhooks().insert(scope, webhook);
            storage.memories().write(scope, List.of(Samples.write(memory, embedding, delivery)));
            storage.memories()
                    .update(
                            scope,
                            new MemoryUpdate(
                                    memory.toBuilder().importance(1).build(), Optional.empty(), memory.version()));
            storage.jobs().enqueue(scope, job, false);
            storage.agents().record(scope, event, Optional.empty());
            storage.agents().handOver(scope, handoff);
            IdempotencyStore.Begun.First first = (IdempotencyStore.Begun.First)
                    storage.idempotency().begin(scope, request, at, Samples.lease("w", at), at.plusSeconds(900));
            storage.idempotency()
                    .complete(scope, request, first.lease(), new IdempotencyStore.Answer(201, "{}", List.of()));

            Storage again = store.reopen();
            assertThat(Reads.finding(again.memories(), scope, memory, embedding))
                    .isEqualTo(Reads.ALL);
            assertThat(again.memories().versions(scope, memory.id())).hasSize(2);
            assertThat(again.embeddingSpaces().active()).contains(Samples.SPACE);
            assertThat(again.workspaces().get(scope)).map(Workspace::name).contains("ours");
            assertThat(again.workspaces().keyByHash(key.hash())).contains(key);
            assertThat(again.workspaces().usage(scope, "2026-03")).isEqualTo(7);
            assertThat(again.workspaces().hasProject(scope, "apollo")).isTrue();
            assertThat(again.webhooks().get(scope, webhook.id())).contains(webhook);
            assertThat(again.deliveries().get(scope, delivery.id()))
                    .map(DeliveryStore.Logged::delivery)
                    .contains(delivery);
            assertThat(again.jobs().get(scope, job.id())).isPresent();
            assertThat(again.jobs().pending(scope)).hasSize(1);
            assertThat(again.agents().events(scope, 10)).hasSize(1);
            assertThat(again.agents().handoff(scope, handoff.id())).isPresent();
            assertThat(again.idempotency().begin(scope, request, at, Samples.lease("v", at), at.plusSeconds(900)))
                    .isEqualTo(new IdempotencyStore.Begun.Done(201, Optional.of("{}")));
        }
    }

    @Rule("R2b")
    default void aKilledProcessLosesNothingAcknowledgedAndLeavesNoHalf() {
        try (Store store = fresh()) {
            Instant at = store.clock().instant();
            Set<String> acknowledged = new HashSet<>();
            for (int round = 0; round < 3; round++) {
                WritingProcess process = store.writeElsewhere(contract());
                process.awaitWritten(40);
                List<String> written = process.kill();
                Set<String> doubtful = new HashSet<>(written.subList(Math.max(0, written.size() - 60), written.size()));
                acknowledged.addAll(written);
                Storage storage = store.openAgain();

                Set<String> stored = new HashSet<>(Reads.exported(storage.memories(), WritingLoad.SCOPE, Filter.all()));
                assertThat(stored).as("memories after kill %d", round).containsAll(acknowledged);
                // what was stored but not acknowledged must be whole too
                stored.stream().filter(id -> !acknowledged.contains(id)).forEach(doubtful::add);
                for (String id : doubtful) {
                    assertWhole(storage, id, at);
                }
                acknowledged.addAll(stored);
            }
        }
    }

    private static void assertWhole(Storage storage, String id, Instant at) {
        Memory memory = WritingLoad.memory(id, at);
        Embedding embedding = WritingLoad.embedding(id);
        assertThat(storage.memories().get(WritingLoad.SCOPE, id)).contains(memory);
        assertThat(storage.deliveries().get(WritingLoad.SCOPE, WritingLoad.deliveryId(id)))
                .as("delivery of %s", id)
                .isPresent();
        Hits near = storage.memories().search(WritingLoad.SCOPE, Samples.byVector(embedding, 1));
        assertThat(Samples.ids(near)).as("nearest to the vector of %s", id).containsExactly(id);
        Hits words = storage.memories().search(WritingLoad.SCOPE, Samples.byWords(WritingLoad.word(id), 1));
        assertThat(Samples.ids(words)).as("found by the words of %s", id).containsExactly(id);
    }

    @Rule("R2c")
    default void aMemoryAndItsDeliveriesAppearInOneStep() {
        Scope scope = workspace();
        Webhook webhook = Samples.webhook(scope, now());
        storage().webhooks().insert(scope, webhook);
        TestVectors vectors = Samples.vectors(32);
        List<MemoryWrite> writes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Memory memory = Samples.memory(scope, "tells " + i, now());
            writes.add(Samples.write(memory, vectors.next(), Samples.delivery(webhook, memory)));
        }
        DeliveryStore.Query all = new DeliveryStore.Query(Optional.empty(), Optional.empty(), Optional.empty(), 1_000);

        AtomicBoolean written = new AtomicBoolean();
        List<String> halves = Concurrently.run(2, thread -> {
                    if (thread == 0) {
                        writes.forEach(write -> memories().write(scope, List.of(write)));
                        written.set(true);
                        return List.<String>of();
                    }
                    List<String> found = new ArrayList<>();
                    while (!written.get()) {
                        long before = memories().count(scope, Filter.all());
                        long deliveries =
                                storage().deliveries().list(scope, all).size();
                        long after = memories().count(scope, Filter.all());
                        if (deliveries < before || deliveries > after) {
                            found.add(before + " … " + after + " memories, " + deliveries + " deliveries");
                        }
                    }
                    return found;
                })
                .get(1);

        assertThat(halves).isEmpty();
        assertThat(storage().deliveries().list(scope, all)).hasSize(60);
    }

    @Rule("R2c")
    default void aWriteThatFailsLeavesNothingOfItself() {
        Scope scope = workspace();
        Webhook webhook = Samples.webhook(scope, now());
        storage().webhooks().insert(scope, webhook);
        Embedding embedding = Samples.vectors(33).next();
        Memory memory = Samples.memory(scope, "never stored", now());
        Delivery delivery = Samples.delivery(webhook, memory);
        MemoryWrite write = Samples.reconciled(
                memory,
                embedding,
                0.9,
                neighbours -> {
                    throw MemoryException.defect("the decider fails", null);
                },
                delivery);

        assertThatThrownBy(() -> memories().write(scope, List.of(write))).isInstanceOf(MemoryException.class);
        assertThat(Reads.finding(memories(), scope, memory, embedding)).isEmpty();
        assertThat(storage().deliveries().get(scope, delivery.id())).isEmpty();
    }

    @Rule("R2d")
    default void aWriteRepeatedUnderItsIdHasOneEffect() {
        Scope scope = workspace();
        Webhook webhook = Samples.webhook(scope, now());
        storage().webhooks().insert(scope, webhook);
        TestVectors vectors = Samples.vectors(34);
        Memory memory = Samples.memory(scope, "the first", now());
        Memory again = memory.toBuilder().content("the second").build();
        Delivery first = Samples.delivery(webhook, memory);
        Delivery second = Samples.delivery(webhook, again);

        memories().write(scope, List.of(Samples.write(memory, vectors.next(), first)));
        Written repeated = memories()
                .write(scope, List.of(Samples.write(again, vectors.next(), second)))
                .get(0);

        assertThat(repeated.outcome()).isEqualTo(Written.Outcome.REPEATED);
        assertThat(repeated.memory().content()).isEqualTo("the first");
        assertThat(memories().get(scope, memory.id())).map(Memory::content).contains("the first");
        assertThat(storage().deliveries().get(scope, second.id())).isEmpty();
    }

    @Rule("R2d")
    default void concurrentRepeatsOfAWriteHaveOneEffect() {
        for (int round = 0; round < 5; round++) {
            Scope scope = workspace();
            Embedding embedding = Samples.vectors(35).next();
            Memory memory = Samples.memory(scope, "once only", now());

            List<Written.Outcome> outcomes = Concurrently.run(
                    8,
                    thread -> memories()
                            .write(scope, List.of(Samples.write(memory, embedding)))
                            .get(0)
                            .outcome());

            assertThat(outcomes).filteredOn(Written.Outcome.CREATED::equals).hasSize(1);
            assertThat(outcomes).filteredOn(Written.Outcome.REPEATED::equals).hasSize(7);
        }
    }

    @Rule("R2e")
    default void aBatchThatFailsLeavesNothingWhereTheStorageSaysSo() {
        assumeTrue(
                storage().capabilities().contains(Capability.ATOMIC_BATCH),
                "the storage does not declare ATOMIC_BATCH");
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(36);
        List<MemoryWrite> batch = List.of(
                Samples.write(Samples.memory(scope, "would be fine", now()), vectors.next()),
                Samples.reconciled(Samples.memory(scope, "fails", now()), vectors.next(), 0.9, neighbours -> {
                    throw MemoryException.defect("the decider fails", null);
                }));

        assertThatThrownBy(() -> memories().write(scope, batch)).isInstanceOf(MemoryException.class);
        assertThat(memories().count(scope, Filter.all())).isZero();
    }

    @Rule("R2f")
    default void anUpdateKeepsTheFormerStateAsAVersion() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(37);
        Memory memory = Samples.memory(scope, "lives in Bern", now());
        memories().write(scope, List.of(Samples.write(memory, vectors.next())));
        Memory changed = memory.toBuilder()
                .content("lives in Basel")
                .tags(List.of("moved"))
                .updatedAt(now().plusSeconds(1))
                .build();

        Optional<Memory> updated = memories().update(scope, new MemoryUpdate(changed, Optional.of(vectors.next()), 1));

        Memory expected = changed.toBuilder().version(2).build();
        assertThat(updated).contains(expected);
        assertThat(memories().get(scope, memory.id())).contains(expected);
        assertThat(memories().versions(scope, memory.id())).containsExactly(memory, expected);
    }

    @Rule("R2f")
    default void ofConcurrentUpdatesOnOneVersionOneWins() {
        Scope scope = workspace();
        Memory memory = Samples.memory(scope, "contended", now());
        memories()
                .write(scope, List.of(Samples.write(memory, Samples.vectors(38).next())));

        List<String> outcomes = Concurrently.run(6, thread -> {
            Memory changed = memory.toBuilder().importance(thread / 10.0).build();
            try {
                memories().update(scope, new MemoryUpdate(changed, Optional.empty(), 1));
                return "won";
            } catch (MemoryException e) {
                return e.kind().name();
            }
        });

        assertThat(outcomes).filteredOn("won"::equals).hasSize(1);
        assertThat(outcomes).filteredOn("CONFLICT"::equals).hasSize(5);
        assertThat(memories().versions(scope, memory.id())).hasSize(2);
    }
}
