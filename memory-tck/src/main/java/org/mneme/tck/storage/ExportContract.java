package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.MemoryUpdate;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Snapshot;
import org.mneme.tck.Concurrently;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 8, second part: an export is one moment of the store. */
public interface ExportContract extends StorageFixture {

    @Rule("R8d")
    default void anExportIsOneMomentWhileOthersWrite() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(600);
        List<Memory> stored = stored(scope, vectors, 600);
        List<String> expected = stored.stream().map(Memory::content).toList();

        try (Snapshot snapshot = memories().export(scope, Filter.all(), Order.OLDEST_FIRST, false)) {
            List<String> contents = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                contents.add(snapshot.next().memory().content());
            }
            Concurrently.run(3, thread -> {
                for (int i = thread; i < stored.size(); i += 30) {
                    disturb(scope, stored.get(i), thread);
                }
                return null;
            });
            snapshot.forEachRemaining(entry -> contents.add(entry.memory().content()));

            assertThat(contents).isEqualTo(expected);
        }
        assertThat(Reads.exported(memories(), scope, Filter.all())).hasSize(600);
    }

    private void disturb(Scope scope, Memory memory, int way) {
        Embedding embedding = Samples.vectors(memory.id().hashCode()).next();
        if (way == 0) {
            memories().delete(scope, memory.id());
            return;
        }
        if (way == 1) {
            Memory changed = memory.toBuilder().content("changed meanwhile").build();
            memories().update(scope, new MemoryUpdate(changed, Optional.of(embedding), memory.version()));
            return;
        }
        memories().write(scope, List.of(Samples.write(Samples.memory(scope, "written meanwhile", now()), embedding)));
    }

    @Rule("R8e")
    default void anExportGivesTheVectorsThatWereStoredIfAsked() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(601);
        Map<String, Embedding> stored = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            Memory memory = Samples.memory(scope, "with vectors " + i, now());
            stored.put(memory.id(), vectors.windows(1 + i % 3));
            memories().write(scope, List.of(Samples.write(memory, stored.get(memory.id()))));
        }
        Memory bare = Samples.memory(scope, "without", now());
        memories().write(scope, List.of(new MemoryWrite(bare, Optional.empty(), List.of(), Optional.empty())));

        try (Snapshot snapshot = memories().export(scope, Filter.all(), Order.NEWEST_FIRST, true)) {
            int count = 0;
            while (snapshot.hasNext()) {
                Snapshot.Entry entry = snapshot.next();
                Embedding embedding = stored.get(entry.memory().id());
                count++;
                if (embedding == null) {
                    assertThat(entry.embedding()).isEmpty();
                    continue;
                }
                assertThat(entry.embedding().orElseThrow().windows())
                        .usingRecursiveComparison()
                        .isEqualTo(embedding.windows());
            }
            assertThat(count).isEqualTo(21);
            assertThatThrownBy(snapshot::next).isInstanceOf(NoSuchElementException.class);
        }
        try (Snapshot snapshot = memories().export(scope, Filter.all(), Order.NEWEST_FIRST, false)) {
            assertThat(snapshot.next().embedding()).isEmpty();
        }
    }

    @Rule("R8e")
    default void anExportIsInTheOrderAskedFor() {
        Scope scope = workspace();
        List<String> oldestFirst =
                stored(scope, Samples.vectors(602), 30).stream().map(Memory::id).toList();
        List<String> newestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(newestFirst);

        assertThat(Reads.exported(memories(), scope, Filter.all())).isEqualTo(oldestFirst);
        List<String> exported = new ArrayList<>();
        try (Snapshot snapshot = memories().export(scope, Filter.all(), Order.NEWEST_FIRST, false)) {
            snapshot.forEachRemaining(entry -> exported.add(entry.memory().id()));
        }
        assertThat(exported).isEqualTo(newestFirst);
    }

    @Rule("R8f")
    default void exportsLeftInTheMiddleHoldNothingUp() {
        Scope scope = workspace();
        stored(scope, Samples.vectors(603), 200);
        for (int i = 0; i < 40; i++) {
            try (Snapshot snapshot = memories().export(scope, Filter.all(), Order.OLDEST_FIRST, true)) {
                snapshot.next();
            }
        }
        List<Snapshot> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(memories().export(scope, Filter.all(), Order.OLDEST_FIRST, false));
                open.get(i).next();
            }
            assertThat(memories().deleteAll(scope, Filter.all())).isEqualTo(200);
            assertThat(memories().count(scope, Filter.all())).isZero();
        } finally {
            open.forEach(Snapshot::close);
        }
    }

    @Rule("R8g")
    default void anExportNeedsNoMoreMemoryHoweverMuchItGives() {
        Scope scope = workspace();
        // contents of the length that dialects allow; a storage may hold some hundred of them at once
        int megabytes = storeLarge(scope, 2_048, 32 * 1024) >> 20;
        // whatever the storage keeps in caches of its own is in them after the first time
        Reads.exported(memories(), scope, Filter.all());

        long before = LiveHeap.bytes();
        long most = before;
        try (Snapshot snapshot = memories().export(scope, Filter.all(), Order.OLDEST_FIRST, false)) {
            for (int read = 1; snapshot.hasNext(); read++) {
                snapshot.next();
                if (read % 256 == 1) {
                    most = Math.max(most, LiveHeap.bytes());
                }
            }
        }
        assertThat((most - before) >> 20)
                .as("megabytes held while %d are exported", megabytes)
                .isLessThan(megabytes / 2);
    }

    /** Store memories of so many characters each, and return how many characters that are. */
    private int storeLarge(Scope scope, int count, int characters) {
        TestVectors vectors = Samples.vectors(604);
        String text = "said at length ".repeat(characters / 15);
        List<MemoryWrite> batch = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Memory memory = Samples.memory(scope, i + " " + text, now().minusSeconds(count - i));
            batch.add(Samples.write(memory, vectors.next()));
            if (batch.size() == 64 || i == count) {
                memories().write(scope, batch);
                batch.clear();
            }
        }
        return count * text.length();
    }

    private List<Memory> stored(Scope scope, TestVectors vectors, int count) {
        List<MemoryWrite> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Memory memory = Samples.memory(scope, "entry " + i, now().minusSeconds(count - i));
            writes.add(Samples.write(memory, vectors.next()));
        }
        memories().write(scope, writes);
        return writes.stream().map(MemoryWrite::memory).toList();
    }
}
