package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.mneme.api.Embedding;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 3: what a caller wrote, that caller's next read sees. */
public interface ReadYourWritesContract extends StorageFixture {

    @Rule("R3a")
    default void everyReadSeesAWriteThatHasReturned() {
        Scope scope = workspace();
        List<String> unseen = Concurrently.run(4, thread -> {
                    List<String> missed = new ArrayList<>();
                    TestVectors vectors = Samples.vectors(100 + thread);
                    for (int i = 0; i < 15; i++) {
                        Embedding embedding = vectors.next();
                        Memory memory = Samples.memory(scope, "note x" + thread + "y" + i, now());
                        memories().write(scope, List.of(Samples.write(memory, embedding)));
                        List<String> found = Reads.finding(memories(), scope, memory, embedding);
                        Reads.ALL.stream()
                                .filter(read -> !found.contains(read))
                                .map(read -> memory.content() + " by " + read)
                                .forEach(missed::add);
                    }
                    return missed;
                })
                .stream()
                .flatMap(List::stream)
                .toList();

        assertThat(unseen).isEmpty();
    }

    @Rule("R3b")
    default void everyReadSeesAnUpdateThatHasReturned() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(40);
        Embedding before = vectors.next();
        Embedding after = vectors.near(before, -0.9);
        for (int i = 0; i < 10; i++) {
            Memory memory = Samples.memory(scope, "drinks coffee", now());
            memories().write(scope, List.of(Samples.write(memory, before)));
            Memory changed = memory.toBuilder().content("prefers tea").build();
            memories().update(scope, new MemoryUpdate(changed, Optional.of(after), 1));

            assertThat(Reads.finding(memories(), scope, changed, after)).isEqualTo(Reads.ALL);
            assertThat(Samples.ids(memories().search(scope, Samples.byWords("coffee", 10))))
                    .as("the words it had")
                    .isEmpty();
            assertThat(memories().search(scope, Samples.byVector(before, 1)).hits())
                    .allSatisfy(hit -> assertThat(hit.similarity().orElseThrow())
                            .as("the vector it had")
                            .isLessThan(0));
            memories().delete(scope, memory.id());
        }
    }

    @Rule("R3c")
    default void everyReadSeesADeletionThatHasReturned() {
        Scope scope = workspace();
        List<String> seen = Concurrently.run(4, thread -> {
                    List<String> found = new ArrayList<>();
                    TestVectors vectors = Samples.vectors(110 + thread);
                    for (int i = 0; i < 15; i++) {
                        Embedding embedding = vectors.next();
                        Memory memory = Samples.memory(scope, "note a" + thread + "b" + i, now());
                        memories().write(scope, List.of(Samples.write(memory, embedding)));
                        memories().delete(scope, memory.id());
                        found.addAll(Reads.finding(memories(), scope, memory, embedding));
                    }
                    return found;
                })
                .stream()
                .flatMap(List::stream)
                .toList();

        assertThat(seen).isEmpty();
    }

    @Rule("R3d")
    default void anotherServerSeesAWriteSoonAndADeletionToo() {
        assumeTrue(storage().capabilities().contains(Capability.SHARED), "the storage does not declare SHARED");
        try (Store store = fresh()) {
            MemoryStore here = store.storage().memories();
            MemoryStore there = store.another().memories();
            Scope scope = workspace();
            Embedding embedding = Samples.vectors(41).next();
            Memory memory =
                    Samples.memory(scope, "seen everywhere", store.clock().instant());

            here.write(scope, List.of(Samples.write(memory, embedding)));
            await(() -> Reads.finding(there, scope, memory, embedding).equals(Reads.ALL));
            there.delete(scope, memory.id());
            await(() -> Reads.finding(here, scope, memory, embedding).isEmpty());
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
    }
}
