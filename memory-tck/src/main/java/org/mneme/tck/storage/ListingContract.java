package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Capability;
import org.mneme.spi.storage.Listing;
import org.mneme.spi.storage.MemoryPage;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.tck.Rule;

/** Rule 8, first part: lists are ordered, counted, and can be walked page by page. */
public interface ListingContract extends StorageFixture {

    @Rule("R8a")
    default void aListIsOrderedByCreationThenIdBothWays() {
        Scope scope = workspace();
        List<Memory> stored = stored(scope, 60, 7);

        for (Order order : Order.values()) {
            MemoryPage page = memories().list(scope, Listing.first(Filter.all(), order, 1_000));
            assertThat(Samples.ids(page)).as("%s", order).isEqualTo(ordered(stored, order));
            assertThat(page.total()).isEqualTo(60);
        }
    }

    @Rule("R8a")
    default void pagesByOffsetCoverAListAndKnowItsTotal() {
        Scope scope = workspace();
        List<Memory> stored = stored(scope, 53, 5);

        List<String> walked = new ArrayList<>();
        for (int offset = 0; offset < 60; offset += 10) {
            MemoryPage page =
                    memories().list(scope, new Listing(Filter.all(), Order.NEWEST_FIRST, offset, 10, Optional.empty()));
            assertThat(page.total()).isEqualTo(53);
            walked.addAll(Samples.ids(page));
        }

        assertThat(walked).isEqualTo(ordered(stored, Order.NEWEST_FIRST));
    }

    @Rule("R8b")
    default void pagesBehindAPositionMissAndRepeatNothingWhileOthersWrite() {
        for (Order order : Order.values()) {
            Scope scope = workspace();
            List<Memory> stored = stored(scope, 47, 6);
            List<String> walked = new ArrayList<>();
            Optional<Listing.Position> after = Optional.empty();
            for (int i = 0; i < 10; i++) {
                MemoryPage page = memories().list(scope, new Listing(Filter.all(), order, 0, 6, after));
                walked.addAll(Samples.ids(page));
                if (page.memories().isEmpty()) {
                    break;
                }
                Memory last = page.memories().get(page.memories().size() - 1);
                after = Optional.of(new Listing.Position(last.createdAt(), last.id()));
                // lands before the position: a page by offset would repeat an entry now
                Instant before =
                        order == Order.NEWEST_FIRST ? now().plusSeconds(1 + i) : now().minusSeconds(10_000 + i);
                write(scope, Samples.memory(scope, "written meanwhile", before));
            }
            assertThat(walked).as("%s", order).isEqualTo(ordered(stored, order));
        }
    }

    @Rule("R8c")
    default void aListGoesAsDeepAsTheStorageDeclaresAndRefusesBeyond() {
        Scope scope = workspace();
        List<MemoryWrite> batch = new ArrayList<>();
        List<Memory> stored = new ArrayList<>();
        for (int i = 0; i < 10_050; i++) {
            Memory memory = Samples.memory(scope, "deep " + i, now().minusSeconds(i));
            stored.add(memory);
            batch.add(new MemoryWrite(memory, Optional.empty(), List.of(), Optional.empty()));
            if (batch.size() == 1_000 || i == 10_049) {
                memories().write(scope, batch);
                batch.clear();
            }
        }
        Listing last = new Listing(Filter.all(), Order.NEWEST_FIRST, 9_990, 10, Optional.empty());
        Listing beyond = new Listing(Filter.all(), Order.NEWEST_FIRST, 10_040, 10, Optional.empty());

        assertThat(Samples.ids(memories().list(scope, last)))
                .isEqualTo(
                        stored.subList(9_990, 10_000).stream().map(Memory::id).toList());
        if (storage().capabilities().contains(Capability.DEEP_OFFSET)) {
            assertThat(Samples.ids(memories().list(scope, beyond)))
                    .isEqualTo(stored.subList(10_040, 10_050).stream()
                            .map(Memory::id)
                            .toList());
            return;
        }
        assertThatThrownBy(() -> memories().list(scope, beyond))
                .as("DEEP_OFFSET is not declared")
                .isInstanceOfSatisfying(
                        MemoryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.INVALID));
    }

    /** Store memories of which several share a creation time. */
    private List<Memory> stored(Scope scope, int count, int moments) {
        List<Memory> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Memory memory = Samples.memory(scope, "entry " + i, now().minusSeconds(i % moments));
            stored.add(memory);
            write(scope, memory);
        }
        return stored;
    }

    private void write(Scope scope, Memory memory) {
        memories().write(scope, List.of(new MemoryWrite(memory, Optional.empty(), List.of(), Optional.empty())));
    }

    private static List<String> ordered(List<Memory> memories, Order order) {
        Comparator<Memory> oldestFirst = Comparator.comparing(Memory::createdAt).thenComparing(Memory::id);
        return memories.stream()
                .sorted(order == Order.OLDEST_FIRST ? oldestFirst : oldestFirst.reversed())
                .map(Memory::id)
                .toList();
    }
}
