package org.mneme.tck.storage;

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
import org.mneme.spi.storage.EmbeddingSpaces;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Order;
import org.mneme.spi.storage.Search;
import org.mneme.spi.storage.Snapshot;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.StorageProvider;
import org.mneme.tck.TckContext;
import org.mneme.tck.TestVectors;

/**
 * Make memories that are known by their number alone: id, text and vector, in this process and in others.
 *
 * <p>For tests of a storage that kill processes or lose files, and look afterwards for what was acknowledged.
 */
public final class Facts {

    /** Where all facts are. */
    public static final Scope SCOPE = Scope.of("ws_facts");
    /** When all facts were made. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final String MODEL = "test:facts";
    private static final int DIMENSION = 96;

    private Facts() {}

    /** Open a storage as a server does whose clock stands at {@link #NOW}, with the model of the facts as the active one. */
    public static Storage open(StorageProvider provider, Path directory, Map<String, String> options) {
        Storage storage = provider.open(TckContext.of(provider, options, Clock.fixed(NOW, ZoneOffset.UTC), directory));
        if (storage.embeddingSpaces().active().isEmpty()) {
            storage.embeddingSpaces().activate(new EmbeddingSpaces.Space(MODEL, DIMENSION));
        }
        return storage;
    }

    /** Return the id of the fact with a number. */
    public static String id(int number) {
        return "mem_%08d".formatted(number);
    }

    /** Return the number of the fact with an id. */
    public static int number(String id) {
        return Integer.parseInt(id.substring("mem_".length()));
    }

    /** Return the fact itself. */
    public static Memory memory(int number) {
        return Memory.builder(id(number), SCOPE, "a fact called " + word(number), NOW)
                .build();
    }

    /** Return its vector, which is near to no other one's. */
    public static Embedding embedding(int number) {
        return new TestVectors(MODEL, DIMENSION, number).next();
    }

    /** Return the write that stores it, without looking for the same. */
    public static MemoryWrite write(int number) {
        return new MemoryWrite(memory(number), Optional.of(embedding(number)), List.of(), Optional.empty());
    }

    /** Store the facts of these numbers, the last excluded. */
    public static void store(Storage storage, int from, int to) {
        storage.memories()
                .write(SCOPE, IntStream.range(from, to).mapToObj(Facts::write).toList());
    }

    /** Check that facts are found by their vector and by their word, and come before all others. */
    public static void assertFound(Storage storage, Iterable<Integer> numbers) {
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
    public static Optional<String> nearest(Storage storage, int number) {
        return first(storage, new Search(Optional.of(embedding(number)), Optional.empty(), Filter.all(), 1, 0.999));
    }

    /** Return what has a fact's word. */
    public static Optional<String> saying(Storage storage, int number) {
        return first(storage, new Search(Optional.empty(), Optional.of(word(number)), Filter.all(), 1, -1));
    }

    private static Optional<String> first(Storage storage, Search search) {
        return storage.memories().search(SCOPE, search).hits().stream()
                .map(hit -> hit.memory().id())
                .findFirst();
    }

    /** Return the numbers of all facts that are stored. */
    public static Set<Integer> stored(Storage storage) {
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
