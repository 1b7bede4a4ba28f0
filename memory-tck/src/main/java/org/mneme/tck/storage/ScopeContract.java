package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mneme.api.Attribute;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Written;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 1: nothing is shared between workspaces, and a scope and a filter decide inside every query. */
public interface ScopeContract extends StorageFixture {

    @Rule("R1a")
    default void noReadFindsWhatBelongsToAnotherWorkspace() {
        Scope mine = workspace();
        Embedding embedding = Samples.vectors(1).next();
        Memory memory = Samples.memory(mine, "our secret recipe", now());
        memories().write(mine, List.of(Samples.write(memory, embedding)));

        assertThat(Reads.finding(memories(), mine, memory, embedding)).isEqualTo(Reads.ALL);
        assertThat(Reads.finding(memories(), workspace(), memory, embedding)).isEmpty();
    }

    @Rule("R1a")
    default void noNeighbourComesFromAnotherWorkspace() {
        Embedding embedding = Samples.vectors(2).next();
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Scope scope = workspace();
            MemoryWrite write = Samples.reconciled(
                    Samples.memory(scope, "the same text", now()), embedding, 0.5, Samples::keepOrInsert);
            written.addAll(memories().write(scope, List.of(write)));
        }

        assertThat(written).extracting(Written::outcome).containsOnly(Written.Outcome.CREATED);
    }

    @Rule("R1b")
    default void noWriteReachesAnotherWorkspace() {
        Scope mine = workspace();
        Scope theirs = workspace();
        Embedding embedding = Samples.vectors(3).next();
        Memory memory = Samples.memory(mine, "stays as it is", now());
        memories().write(mine, List.of(Samples.write(memory, embedding)));

        MemoryUpdate update = new MemoryUpdate(
                memory.toBuilder().scope(theirs).content("taken over").build(), Optional.of(embedding), 1);
        assertThat(memories().update(theirs, update)).isEmpty();
        assertThat(memories().delete(theirs, memory.id())).isFalse();
        assertThat(memories().deleteAll(theirs, Filter.all())).isZero();
        assertThat(memories().get(mine, memory.id()))
                .hasValueSatisfying(stored -> assertThat(stored.content()).isEqualTo("stays as it is"));
    }

    @Rule("R1b")
    default void theSameIdInTwoWorkspacesIsTwoMemories() {
        Scope mine = workspace();
        Scope theirs = workspace();
        TestVectors vectors = Samples.vectors(4);
        Memory ours = Samples.memory(mine, "ours", now());
        Memory other = ours.toBuilder().scope(theirs).content("theirs").build();
        memories().write(mine, List.of(Samples.write(ours, vectors.next())));
        List<Written> second = memories().write(theirs, List.of(Samples.write(other, vectors.next())));

        assertThat(second).extracting(Written::outcome).containsExactly(Written.Outcome.CREATED);
        assertThat(memories().delete(theirs, ours.id())).isTrue();
        assertThat(memories().get(mine, ours.id())).map(Memory::content).contains("ours");
    }

    @Rule("R1c")
    default void aScopeMeansExactlyWhatItCovers() {
        Scope workspace = workspace();
        List<Memory> stored = Generated.memories(workspace, 120, 5, now());
        TestVectors vectors = Samples.vectors(5);
        memories()
                .write(
                        workspace,
                        stored.stream()
                                .map(memory -> Samples.write(memory, vectors.next()))
                                .toList());
        Embedding query = vectors.next();

        for (Scope scope : Generated.scopes(workspace, 40, 6)) {
            Set<String> meant = Generated.idsWhere(stored, memory -> scope.covers(memory.scope()));
            assertThat(Samples.ids(memories().list(scope, Listing.first(Filter.all(), Order.OLDEST_FIRST, 1_000))))
                    .as("list %s", scope)
                    .containsExactlyInAnyOrderElementsOf(meant);
            assertThat(memories().count(scope, Filter.all()))
                    .as("count %s", scope)
                    .isEqualTo(meant.size());
            assertThat(Samples.ids(memories().search(scope, Samples.byVector(query, 1_000))))
                    .as("search by vector %s", scope)
                    .containsExactlyInAnyOrderElementsOf(meant);
            assertThat(Samples.ids(memories().search(scope, Samples.byWords(Generated.COMMON_WORD, 1_000))))
                    .as("search by words %s", scope)
                    .containsExactlyInAnyOrderElementsOf(meant);
            assertThat(Reads.exported(memories(), scope, Filter.all()))
                    .as("export %s", scope)
                    .containsExactlyInAnyOrderElementsOf(meant);
            for (Memory memory : stored.subList(0, 10)) {
                boolean covered = scope.covers(memory.scope());
                assertThat(memories().get(scope, memory.id()).isPresent())
                        .as("get %s", scope)
                        .isEqualTo(covered);
                assertThat(memories().versions(scope, memory.id()).isEmpty())
                        .as("versions %s", scope)
                        .isNotEqualTo(covered);
            }
        }
    }

    @Rule("R1c")
    default void aNarrowScopeChangesAndDeletesOnlyWhatItCovers() {
        Scope workspace = workspace();
        Scope alice = workspace.with(Attribute.USER, "alice");
        Scope bob = workspace.with(Attribute.USER, "bob");
        Embedding embedding = Samples.vectors(7).next();
        Memory memory = Samples.memory(alice, "alice likes tea", now());
        memories().write(workspace, List.of(Samples.write(memory, embedding)));

        assertThat(memories().update(bob, new MemoryUpdate(memory, Optional.empty(), 1)))
                .isEmpty();
        assertThat(memories().delete(bob, memory.id())).isFalse();
        assertThat(memories().deleteAll(bob, Filter.all())).isZero();
        assertThat(memories().deleteAll(alice, Filter.all())).isEqualTo(1);
    }

    @Rule("R1c")
    default void aReconciliationLooksOnlyWithinItsScope() {
        Scope workspace = workspace();
        Embedding embedding = Samples.vectors(8).next();
        Memory alice = Samples.memory(workspace.with(Attribute.USER, "alice"), "likes tea", now());
        Memory bob = Samples.memory(workspace.with(Attribute.USER, "bob"), "likes tea", now());
        Memory again = Samples.memory(workspace.with(Attribute.USER, "bob"), "likes tea", now());
        List<MemoryWrite> writes = List.of(alice, bob, again).stream()
                .map(memory -> Samples.reconciled(memory, embedding, 0.9, Samples::keepOrInsert))
                .toList();

        List<Written> written = memories().write(workspace, writes);

        assertThat(written)
                .extracting(Written::outcome)
                .containsExactly(Written.Outcome.CREATED, Written.Outcome.CREATED, Written.Outcome.KEPT);
        assertThat(written.get(2).memory().id()).isEqualTo(bob.id());
    }

    @Rule("R1d")
    default void aFilterRunsInsideTheSearchNotAfterIt() {
        Scope workspace = workspace();
        TestVectors vectors = Samples.vectors(9);
        Embedding query = vectors.next();
        List<MemoryWrite> writes = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            Memory near = Samples.memory(workspace, "common words here", now());
            writes.add(Samples.write(near, vectors.near(query, 0.9)));
        }
        List<String> meant = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Memory far =
                    Samples.memory(workspace, "common words, but in a much longer sentence than the others", now())
                            .toBuilder()
                            .tags(List.of("rare"))
                            .build();
            meant.add(far.id());
            writes.add(Samples.write(far, vectors.near(query, 0.1)));
        }
        memories().write(workspace, writes);

        Filter rare = new Filter.Tagged("rare");
        assertThat(Samples.ids(memories().search(workspace, Samples.byVector(query, rare, 5))))
                .containsExactlyInAnyOrderElementsOf(meant);
        assertThat(Samples.ids(memories().search(workspace, Samples.byWords("common words", rare, 5))))
                .containsExactlyInAnyOrderElementsOf(meant);
    }

    @Rule("R1e")
    default void everyReadAgreesWithTheFilter() {
        Scope workspace = workspace();
        List<Memory> stored = Generated.memories(workspace, 150, 10, now());
        TestVectors vectors = Samples.vectors(11);
        memories()
                .write(
                        workspace,
                        stored.stream()
                                .map(memory -> Samples.write(memory, vectors.next()))
                                .toList());
        Embedding query = vectors.next();

        for (Filter filter : Generated.filters(stored, 150, 12)) {
            Set<String> meant = Generated.idsWhere(stored, filter::test);
            assertThat(Samples.ids(memories().list(workspace, Listing.first(filter, Order.NEWEST_FIRST, 1_000))))
                    .as("list %s", filter)
                    .containsExactlyInAnyOrderElementsOf(meant);
            assertThat(memories().count(workspace, filter))
                    .as("count %s", filter)
                    .isEqualTo(meant.size());
            assertThat(Samples.ids(memories().search(workspace, Samples.byVector(query, filter, 1_000))))
                    .as("search by vector %s", filter)
                    .containsExactlyInAnyOrderElementsOf(meant);
            assertThat(Samples.ids(memories().search(workspace, Samples.byWords(Generated.COMMON_WORD, filter, 1_000))))
                    .as("search by words %s", filter)
                    .containsExactlyInAnyOrderElementsOf(meant);
            assertThat(Reads.exported(memories(), workspace, filter))
                    .as("export %s", filter)
                    .containsExactlyInAnyOrderElementsOf(meant);
        }
    }

    @Rule("R1e")
    default void aDeletionByFilterDeletesWhatTheFilterMeans() {
        for (int seed = 20; seed < 32; seed++) {
            Scope workspace = workspace();
            List<Memory> stored = Generated.memories(workspace, 30, seed, now());
            TestVectors vectors = Samples.vectors(seed);
            memories()
                    .write(
                            workspace,
                            stored.stream()
                                    .map(memory -> Samples.write(memory, vectors.next()))
                                    .toList());
            Filter filter = Generated.filters(stored, 1, seed).get(0);
            Set<String> meant = Generated.idsWhere(stored, filter::test);

            assertThat(memories().deleteAll(workspace, filter)).as("%s", filter).isEqualTo(meant.size());
            assertThat(Reads.exported(memories(), workspace, Filter.all()))
                    .as("%s", filter)
                    .containsExactlyInAnyOrderElementsOf(
                            Generated.idsWhere(stored, memory -> !meant.contains(memory.id())));
        }
    }
}
