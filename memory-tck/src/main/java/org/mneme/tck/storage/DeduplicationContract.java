package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.api.Delivery;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.MemoryType;
import org.mneme.api.Scope;
import org.mneme.api.Webhook;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Reconciliation;
import org.mneme.spi.storage.Reconciliation.Decision;
import org.mneme.spi.storage.Reconciliation.Neighbour;
import org.mneme.spi.storage.Written;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 4: what a new memory means for those already there is decided on exact knowledge, by one at a time. */
public interface DeduplicationContract extends StorageFixture {

    @Rule("R4a")
    default void concurrentIdenticalWritesLeaveOneMemory() {
        for (int round = 0; round < 5; round++) {
            Scope scope = workspace();
            Embedding embedding = Samples.vectors(200 + round).next();
            List<Written> written = Concurrently.run(
                    16,
                    thread -> memories()
                            .write(scope, List.of(identical(scope, embedding)))
                            .get(0));

            assertOneOf(written);
            assertThat(memories().count(scope, Filter.all())).isEqualTo(1);
        }
    }

    @Rule("R4b")
    default void concurrentIdenticalWritesOnSeveralServersLeaveOneMemory() {
        assumeTrue(storage().capabilities().contains(Capability.SHARED), "the storage does not declare SHARED");
        try (Store store = fresh()) {
            List<MemoryStore> servers =
                    List.of(store.storage().memories(), store.another().memories());
            for (int round = 0; round < 5; round++) {
                Scope scope = workspace();
                Embedding embedding = Samples.vectors(210 + round).next();
                List<Written> written = Concurrently.run(
                        8,
                        thread -> servers.get(thread % 2)
                                .write(scope, List.of(identical(scope, embedding)))
                                .get(0));

                assertOneOf(written);
                assertThat(servers.get(0).count(scope, Filter.all())).isEqualTo(1);
            }
        }
    }

    private MemoryWrite identical(Scope scope, Embedding embedding) {
        return Samples.reconciled(
                Samples.memory(scope, "always said again", now()), embedding, 0.9, Samples::keepOrInsert);
    }

    private static void assertOneOf(List<Written> written) {
        assertThat(written).extracting(Written::outcome).containsOnlyOnce(Written.Outcome.CREATED);
        assertThat(written)
                .extracting(each -> each.memory().id())
                .containsOnly(written.get(0).memory().id());
    }

    @Rule("R4c")
    default void theNeighboursAreExactlyTheNearestAndTheSameText() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(220);
        Embedding anchor = vectors.next();
        Map<String, Embedding> stored = new HashMap<>();
        List<MemoryWrite> writes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Memory memory = Samples.memory(scope, i == 0 ? "the  same\ttext " : "text " + i, now());
            Embedding embedding = i == 0 ? vectors.near(anchor, -0.5) : vectors.near(anchor, -0.2 + i / 60.0);
            boolean history = i % 10 == 9;
            writes.add(Samples.write(
                    history
                            ? memory.toBuilder()
                                    .status(Memory.Status.SUPERSEDED)
                                    .build()
                            : memory,
                    embedding));
            if (!history) {
                stored.put(memory.id(), embedding);
            }
        }
        memories().write(scope, writes);
        String sameText = writes.get(0).memory().id();

        for (double floor : new double[] {0.75, 0.5, -1, 1.5}) {
            List<Neighbour> seen = neighboursSeen(scope, anchor, floor, 100);
            List<String> expected = stored.entrySet().stream()
                    .filter(each -> TestVectors.cosine(each.getValue(), anchor) >= floor
                            || each.getKey().equals(sameText))
                    .sorted(Comparator.<Map.Entry<String, Embedding>>comparingDouble(
                                    each -> -TestVectors.cosine(each.getValue(), anchor))
                            .thenComparing(Map.Entry::getKey))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(seen)
                    .as("floor %s", floor)
                    .extracting(each -> each.memory().id())
                    .isEqualTo(expected);
            assertThat(seen)
                    .allSatisfy(each -> assertThat(each.similarity())
                            .isCloseTo(
                                    TestVectors.cosine(stored.get(each.memory().id()), anchor), within(1e-4)));
            assertThat(seen)
                    .allSatisfy(each -> assertThat(each.sameContent())
                            .isEqualTo(each.memory().id().equals(sameText)));
        }
        assertThat(neighboursSeen(scope, anchor, -1, 5)).hasSize(5);
    }

    private List<Neighbour> neighboursSeen(Scope scope, Embedding anchor, double floor, int limit) {
        List<Neighbour> seen = new ArrayList<>();
        Reconciliation look = new Reconciliation(scope, floor, limit, neighbours -> {
            seen.clear();
            seen.addAll(neighbours);
            return new Decision.Keep(neighbours.get(0).memory().id());
        });
        Memory memory = Samples.memory(scope, "the same text", now());
        memories().write(scope, List.of(new MemoryWrite(memory, Optional.of(anchor), List.of(), Optional.of(look))));
        return seen;
    }

    @Rule("R4c")
    default void aNeighbourIsAsNearAsItsBestWindow() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(221);
        Embedding anchor = vectors.next();
        Embedding far = vectors.near(anchor, 0.1);
        Embedding near = vectors.near(anchor, 0.95);
        Embedding windows = new Embedding(anchor.model(), List.of(far.single(), near.single()));
        Memory memory = Samples.memory(scope, "a long text", now());
        memories().write(scope, List.of(Samples.write(memory, windows)));

        assertThat(neighboursSeen(scope, anchor, 0.9, 10))
                .singleElement()
                .satisfies(each -> assertThat(each.similarity()).isCloseTo(0.95, within(1e-4)));
    }

    @Rule("R4d")
    default void replacingPutsTheContentIntoTheMemoryThatWasThere() {
        for (boolean keepVersion : new boolean[] {true, false}) {
            Scope scope = workspace();
            TestVectors vectors = Samples.vectors(230);
            Webhook webhook = Samples.webhook(scope, now());
            storage().webhooks().insert(scope, webhook);
            Embedding before = vectors.next();
            Embedding after = vectors.near(before, 0.9);
            Memory old = Samples.memory(scope, "likes coffee", now());
            memories().write(scope, List.of(Samples.write(old, before)));
            Memory said = Samples.memory(scope, "likes espresso", now().plusSeconds(1)).toBuilder()
                    .type(MemoryType.PREFERENCE)
                    .tags(List.of("drink"))
                    .metadata(Map.of("by", "bob"))
                    .entities(List.of("Bob"))
                    .importance(0.9)
                    .confidence(0.7)
                    .documentDate(now())
                    .eventDate(now().minusSeconds(60))
                    .expiresAt(now().plusSeconds(100_000))
                    .build();
            Delivery delivery = Samples.delivery(webhook, said);

            Written written = memories()
                    .write(
                            scope,
                            List.of(Samples.reconciled(
                                    said,
                                    after,
                                    0.5,
                                    neighbours -> new Decision.Replace(
                                            neighbours.get(0).memory().id(), keepVersion),
                                    delivery)))
                    .get(0);

            Memory stored = memories().get(scope, old.id()).orElseThrow();
            Memory expected = said.toBuilder()
                    .id(old.id())
                    .createdAt(old.createdAt())
                    .updatedAt(stored.updatedAt())
                    .version(2)
                    .build();
            assertThat(written.outcome()).isEqualTo(Written.Outcome.REPLACED);
            assertThat(written.memory()).isEqualTo(stored);
            assertThat(stored).isEqualTo(expected);
            assertThat(memories().get(scope, said.id())).isEmpty();
            assertThat(memories().versions(scope, old.id()))
                    .isEqualTo(keepVersion ? List.of(old, expected) : List.of(expected));
            assertThat(Reads.finding(memories(), scope, stored, after)).isEqualTo(Reads.ALL);
            assertThat(memories().search(scope, Samples.byVector(after, 1)).hits())
                    .allSatisfy(
                            hit -> assertThat(hit.similarity().orElseThrow()).isCloseTo(1, within(1e-4)));
            assertThat(Samples.ids(memories().search(scope, Samples.byWords("coffee", 10))))
                    .isEmpty();
            assertThat(storage().deliveries().get(scope, delivery.id()))
                    .as("no event: nothing new was stored")
                    .isEmpty();
        }
    }

    @Rule("R4d")
    default void supersedingKeepsTheOldAsHistory() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(231);
        Webhook webhook = Samples.webhook(scope, now());
        storage().webhooks().insert(scope, webhook);
        Embedding embedding = vectors.next();
        Memory first = Samples.memory(scope, "works at Acme", now());
        Memory second = Samples.memory(scope, "works for Acme", now());
        memories().write(scope, List.of(Samples.write(first, embedding), Samples.write(second, embedding)));
        Memory moved = Samples.memory(scope, "works at Initech", now());
        Delivery delivery = Samples.delivery(webhook, moved);

        Written written = memories()
                .write(
                        scope,
                        List.of(Samples.reconciled(
                                moved,
                                vectors.near(embedding, 0.9),
                                0.5,
                                neighbours -> new Decision.Supersede(neighbours.stream()
                                        .map(each -> each.memory().id())
                                        .toList()),
                                delivery)))
                .get(0);

        assertThat(written.outcome()).isEqualTo(Written.Outcome.CREATED);
        assertThat(written.superseded()).containsExactlyInAnyOrder(first.id(), second.id());
        assertThat(memories().get(scope, moved.id()).orElseThrow().supersedes())
                .containsExactlyInAnyOrder(first.id(), second.id());
        for (Memory old : List.of(first, second)) {
            Memory history = memories().get(scope, old.id()).orElseThrow();
            assertThat(history.status()).isEqualTo(Memory.Status.SUPERSEDED);
            assertThat(history.supersededBy()).contains(moved.id());
            assertThat(history.content()).isEqualTo(old.content());
        }
        assertThat(Samples.ids(memories().search(scope, Samples.byVector(embedding, Filter.active(), 10))))
                .containsExactly(moved.id());
        assertThat(Samples.ids(memories().search(scope, Samples.byWords("works", Filter.active(), 10))))
                .containsExactly(moved.id());
        assertThat(memories().count(scope, Filter.active())).isEqualTo(1);
        assertThat(storage().deliveries().get(scope, delivery.id())).isPresent();
    }

    @Rule("R4d")
    default void precedingKeepsTheNewAsHistory() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(233);
        Webhook webhook = Samples.webhook(scope, now());
        storage().webhooks().insert(scope, webhook);
        Embedding embedding = vectors.next();
        Memory present = Samples.memory(scope, "works at Initech", now());
        memories().write(scope, List.of(Samples.write(present, embedding)));
        Memory late = Samples.memory(scope, "works at Acme", now().plusSeconds(1));
        Delivery delivery = Samples.delivery(webhook, late);

        Written written = memories()
                .write(
                        scope,
                        List.of(Samples.reconciled(
                                late,
                                vectors.near(embedding, 0.9),
                                0.5,
                                neighbours -> new Decision.Precede(
                                        neighbours.get(0).memory().id()),
                                delivery)))
                .get(0);

        Memory history = memories().get(scope, late.id()).orElseThrow();
        Memory holding = memories().get(scope, present.id()).orElseThrow();
        assertThat(written).isEqualTo(new Written(history, Written.Outcome.CREATED, List.of()));
        assertThat(history.status()).isEqualTo(Memory.Status.SUPERSEDED);
        assertThat(history.supersededBy()).contains(present.id());
        assertThat(holding)
                .isEqualTo(present.toBuilder().supersedes(List.of(late.id())).build());
        assertThat(Samples.ids(memories().search(scope, Samples.byVector(embedding, Filter.active(), 10))))
                .containsExactly(present.id());
        assertThat(memories().count(scope, Filter.active())).isEqualTo(1);
        assertThat(storage().deliveries().get(scope, delivery.id()))
                .as("nothing new holds")
                .isEmpty();
    }

    @Rule("R4d")
    default void keepingChangesNothing() {
        Scope scope = workspace();
        Embedding embedding = Samples.vectors(232).next();
        Webhook webhook = Samples.webhook(scope, now());
        storage().webhooks().insert(scope, webhook);
        Memory there = Samples.memory(scope, "said before", now());
        memories().write(scope, List.of(Samples.write(there, embedding)));
        Memory again = Samples.memory(scope, "said again", now());
        Delivery delivery = Samples.delivery(webhook, again);

        Written written = memories()
                .write(scope, List.of(Samples.reconciled(again, embedding, 0.9, Samples::keepOrInsert, delivery)))
                .get(0);

        assertThat(written).isEqualTo(new Written(there, Written.Outcome.KEPT, List.of()));
        assertThat(Reads.finding(memories(), scope, again, embedding)).isEmpty();
        assertThat(memories().versions(scope, there.id())).containsExactly(there);
        assertThat(storage().deliveries().get(scope, delivery.id())).isEmpty();
    }

    @Rule("R4e")
    default void laterWritesOfABatchSeeEarlierOnes() {
        Scope scope = workspace();
        Embedding embedding = Samples.vectors(240).next();
        List<MemoryWrite> batch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            batch.add(Samples.reconciled(
                    Memory.builder(Ids.next("mem_", now()), scope, "said " + i, now())
                            .build(),
                    embedding,
                    0.9,
                    Samples::keepOrInsert));
        }

        assertThat(memories().write(scope, batch))
                .extracting(Written::outcome)
                .containsExactly(
                        Written.Outcome.CREATED, Written.Outcome.KEPT, Written.Outcome.KEPT, Written.Outcome.KEPT);
    }

    @Rule("R4f")
    default void concurrentSupersedingLeavesOneActive() {
        for (int round = 0; round < 3; round++) {
            Scope scope = workspace();
            Embedding embedding = Samples.vectors(250 + round).next();
            Concurrently.run(
                    8,
                    thread -> memories()
                            .write(
                                    scope,
                                    List.of(Samples.reconciled(
                                            Samples.memory(scope, "lives in town " + thread, now()),
                                            embedding,
                                            0.9,
                                            neighbours -> new Decision.Supersede(neighbours.stream()
                                                    .map(each -> each.memory().id())
                                                    .toList())))));

            assertThat(memories().count(scope, Filter.active())).isEqualTo(1);
            assertThat(memories().count(scope, Filter.all())).isEqualTo(8);
        }
    }
}
