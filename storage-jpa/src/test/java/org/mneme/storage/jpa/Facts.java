package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Storage;
import org.mneme.tck.TckContext;
import org.mneme.tck.TestVectors;

/** Make memories that are known by their number alone: id, text and vector, in this process and in others. */
final class Facts {

    static final Scope SCOPE = Scope.of("ws_facts");
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int DIMENSION = 96;
    private static final JpaStorageProvider PROVIDER = new JpaStorageProvider();

    private Facts() {}

    /** Open a storage as a server does; without options it is an H2 file in the directory. */
    static Storage open(Path directory, Map<String, String> options) {
        return PROVIDER.open(TckContext.of(PROVIDER, options, Clock.fixed(NOW, ZoneOffset.UTC), directory));
    }

    static String id(int number) {
        return "mem_%08d".formatted(number);
    }

    static int number(String id) {
        return Integer.parseInt(id.substring("mem_".length()));
    }

    static Memory memory(int number) {
        return Memory.builder(id(number), SCOPE, "a fact called " + word(number), NOW)
                .build();
    }

    static Embedding embedding(int number) {
        return new TestVectors("test:facts", DIMENSION, number).next();
    }

    static MemoryWrite write(int number) {
        return new MemoryWrite(memory(number), Optional.of(embedding(number)), List.of(), Optional.empty());
    }

    /** Store the facts of these numbers, the last excluded. */
    static void store(Storage storage, int from, int to) {
        storage.memories()
                .write(SCOPE, IntStream.range(from, to).mapToObj(Facts::write).toList());
    }

    /** Check that facts are found by their vector and by their word, and come before all others. */
    static void assertFound(Storage storage, Iterable<Integer> numbers) {
        for (int number : numbers) {
            assertThat(nearest(storage, number))
                    .as("nearest to the vector of %s", id(number))
                    .contains(id(number));
            assertThat(saying(storage, number))
                    .as("what has the word of %s", id(number))
                    .contains(id(number));
        }
    }

    /** Return what is nearest to a fact's vector, and equal to it. */
    static Optional<String> nearest(Storage storage, int number) {
        return first(storage, new Search(Optional.of(embedding(number)), Optional.empty(), Filter.all(), 1, 0.999));
    }

    /** Return what has a fact's word. */
    static Optional<String> saying(Storage storage, int number) {
        return first(storage, new Search(Optional.empty(), Optional.of(word(number)), Filter.all(), 1, -1));
    }

    private static Optional<String> first(Storage storage, Search search) {
        return storage.memories().search(SCOPE, search).hits().stream()
                .map(hit -> hit.memory().id())
                .findFirst();
    }

    /** Return the numbers of all facts that are stored. */
    static Set<Integer> stored(Storage storage) {
        Set<Integer> numbers = new HashSet<>();
        try (Snapshot snapshot = storage.memories().export(SCOPE, Filter.all(), Order.OLDEST_FIRST, false)) {
            snapshot.forEachRemaining(entry -> numbers.add(number(entry.memory().id())));
        }
        return numbers;
    }

    private static String word(int number) {
        return "fact" + number;
    }
}
