package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Written;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 5: what has expired does not exist, from its millisecond on, and is removed soon after. */
public interface ExpiryContract extends StorageFixture {

    @Rule("R5a")
    default void noReadFindsAMemoryFromTheMomentItExpires() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(300);
        Embedding embedding = vectors.next();
        Memory memory = expiring(scope, "gone in a minute");
        memories().write(scope, List.of(Samples.write(memory, embedding)));

        clock().advance(Duration.ofMillis(59_999));
        assertThat(Reads.finding(memories(), scope, memory, embedding))
                .as("a millisecond before")
                .isEqualTo(Reads.ALL);
        clock().advance(Duration.ofMillis(1));
        assertThat(Reads.finding(memories(), scope, memory, embedding))
                .as("at the moment itself")
                .isEmpty();
    }

    @Rule("R5a")
    default void whatHasExpiredTakesNoPlaceAmongTheBest() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(305);
        Embedding query = vectors.next();
        List<Memory> nearestFirst = new ArrayList<>();
        List<MemoryWrite> writes = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Memory memory = Samples.memory(scope, "equally well said", now()).toBuilder()
                    .expiresAt(now().plusSeconds(5 * (i + 1)))
                    .build();
            nearestFirst.add(memory);
            writes.add(Samples.write(memory, vectors.near(query, 0.95 - 0.03 * i)));
        }
        memories().write(scope, writes);

        for (int i = 0; i < 15; i++) {
            List<String> left = nearestFirst.stream()
                    .filter(memory -> memory.visibleAt(now()))
                    .map(Memory::id)
                    .toList();
            assertThat(Samples.ids(memories().search(scope, Samples.byVector(query, 5))))
                    .as("nearest after %d seconds", 5 * i)
                    .isEqualTo(left.subList(0, 5));
            assertThat(Samples.ids(memories().search(scope, Samples.byWords("well said", 5))))
                    .as("best by words after %d seconds", 5 * i)
                    .isEqualTo(left.stream().sorted().limit(5).toList());
            clock().advance(Duration.ofSeconds(5));
        }
    }

    @Rule("R5b")
    default void noWriteKnowsAnExpiredMemory() {
        Scope scope = workspace();
        Embedding embedding = Samples.vectors(301).next();
        Memory memory = expiring(scope, "expired but not removed");
        memories().write(scope, List.of(Samples.write(memory, embedding)));
        clock().advance(Duration.ofMinutes(2));

        assertThat(memories().update(scope, new MemoryUpdate(memory, Optional.empty(), 1)))
                .isEmpty();
        assertThat(memories().delete(scope, memory.id())).isFalse();
        assertThat(memories().deleteAll(scope, Filter.all())).isZero();
    }

    @Rule("R5b")
    default void anExpiredMemoryIsNobodysNeighbour() {
        Scope scope = workspace();
        Embedding embedding = Samples.vectors(302).next();
        memories().write(scope, List.of(Samples.write(expiring(scope, "said once"), embedding)));
        clock().advance(Duration.ofMinutes(2));
        Memory again = Samples.memory(scope, "said once", now());

        List<Written> written =
                memories().write(scope, List.of(Samples.reconciled(again, embedding, 0.5, Samples::keepOrInsert)));

        assertThat(written).extracting(Written::outcome).containsExactly(Written.Outcome.CREATED);
    }

    @Rule("R5b")
    default void theIdOfAnExpiredMemoryIsFreeAgain() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(303);
        Memory memory = expiring(scope, "the former");
        memories().write(scope, List.of(Samples.write(memory, vectors.next())));
        clock().advance(Duration.ofMinutes(2));
        Memory again = memory.toBuilder().content("the new").expiresAt(null).build();
        Embedding embedding = vectors.next();

        List<Written> written = memories().write(scope, List.of(Samples.write(again, embedding)));

        assertThat(written).extracting(Written::outcome).containsExactly(Written.Outcome.CREATED);
        assertThat(Reads.finding(memories(), scope, again, embedding)).isEqualTo(Reads.ALL);
        assertThat(memories().versions(scope, memory.id())).containsExactly(again);
    }

    @Rule("R5c")
    default void expiredMemoriesAreRemovedForGoodAndNothingElseIs() {
        try (Store store = fresh()) {
            MemoryStore memories = store.storage().memories();
            Scope scope = workspace();
            TestVectors vectors = Samples.vectors(304);
            List<MemoryWrite> writes = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                Memory memory =
                        Samples.memory(scope, "number " + i, store.clock().instant());
                writes.add(Samples.write(
                        i < 20
                                ? memory.toBuilder()
                                        .expiresAt(store.clock().instant().plusSeconds(60))
                                        .build()
                                : memory,
                        vectors.next()));
            }
            memories.write(scope, writes);

            assertThat(memories.deleteExpired(100))
                    .as("nothing has expired yet")
                    .isZero();
            store.clock().advance(Duration.ofMinutes(2));
            assertThat(memories.deleteExpired(15)).isEqualTo(15);
            assertThat(memories.deleteExpired(15)).isEqualTo(5);
            assertThat(memories.deleteExpired(15)).isZero();
            // only what was truly removed stays away when time goes back
            store.clock().advance(Duration.ofMinutes(-2));
            MemoryWrite removed = writes.get(0);
            assertThat(memories.count(scope, Filter.all())).isEqualTo(5);
            assertThat(Reads.finding(
                            memories,
                            scope,
                            removed.memory(),
                            removed.embedding().orElseThrow()))
                    .isEmpty();
        }
    }

    private Memory expiring(Scope scope, String content) {
        return Samples.memory(scope, content, now()).toBuilder()
                .expiresAt(now().plusSeconds(60))
                .build();
    }
}
