package org.mneme.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mneme.index.VectorIndexFixture.NOW;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both indexes choose what the model chooses, for every kind of filter and for many mixed at random. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexFilterTest {

    private static final int SIZE = 9000;
    private static final long HOUR = 3_600_000;

    private final Random random = new Random(5);
    private final ModelIndex model = new ModelIndex();
    private FlatVectorIndex vectors;
    private LuceneTextIndex texts;

    @BeforeAll
    void fill(@TempDir Path directory) {
        vectors = VectorIndexFixture.openReady(directory.resolve("vectors"), 16);
        texts = LuceneTextIndex.open(directory.resolve("texts"), "database");
        try (IndexRebuild rebuild = texts.rebuild()) {
            rebuild.complete(Map.of());
        }
        for (String workspace : List.of("w", "other")) {
            List<IndexChange> changes = new ArrayList<>();
            for (int i = 0; i < (workspace.equals("w") ? SIZE : 500); i++) {
                IndexChange.Put put = new IndexChange.Put(memory(workspace, i), "word" + i % 7 + " common", windows());
                changes.add(put);
                model.put(put);
            }
            vectors.apply(workspace, 1, changes);
            texts.apply(workspace, 1, changes);
            List<IndexChange> removals = new ArrayList<>();
            for (int i = 0; i < changes.size(); i += 9) {
                removals.add(new IndexChange.Remove("m" + i));
                model.remove(workspace, "m" + i);
            }
            vectors.apply(workspace, 2, removals);
            texts.apply(workspace, 2, removals);
        }
    }

    @AfterAll
    void close() {
        vectors.close();
        texts.close();
    }

    private IndexedMemory memory(String workspace, int i) {
        Set<String> terms = new HashSet<>();
        terms.add("namespace=" + (i % 10 < 6 ? "default" : "n" + i % 4));
        terms.add("session=" + i / 25);
        for (String tag : List.of("a", "b", "c")) {
            if (random.nextInt(3) == 0) {
                terms.add("tag=" + tag);
            }
        }
        long created = NOW - random.nextInt(2000) * HOUR / 3;
        long expires = i % 5 == 0 ? NOW + (random.nextInt(200) - 100) * HOUR / 4 : 0;
        return new IndexedMemory(workspace, "m" + i, terms, created, created + random.nextInt(50) * HOUR, expires);
    }

    private List<float[]> windows() {
        List<float[]> windows = new ArrayList<>();
        for (int i = random.nextInt(10) == 0 ? 3 : 1; i > 0; i--) {
            windows.add(Vectors.random(random, 16));
        }
        return windows;
    }

    static List<Arguments> kinds() {
        IndexFilter a = IndexFilter.term("tag", "a");
        IndexFilter b = IndexFilter.term("tag", "b");
        return List.of(
                Arguments.of("all", IndexFilter.all()),
                Arguments.of("one term", IndexFilter.term("namespace", "n1")),
                Arguments.of("an unknown term", IndexFilter.term("namespace", "none")),
                Arguments.of("a rare term", IndexFilter.term("session", "17")),
                Arguments.of("all tags", IndexFilter.and(a, b)),
                Arguments.of("any tag", IndexFilter.or(a, b)),
                Arguments.of("any term", new IndexFilter.AnyTerm(Set.of("tag=a", "session=3", "tag=none"))),
                Arguments.of("any of no terms", new IndexFilter.AnyTerm(Set.of())),
                Arguments.of("not", IndexFilter.not(a)),
                Arguments.of("not any", IndexFilter.not(IndexFilter.or(a, b))),
                Arguments.of("nothing and nothing", IndexFilter.and()),
                Arguments.of("nothing or nothing", IndexFilter.or()),
                Arguments.of("created", new IndexFilter.CreatedRange(NOW - 400 * HOUR, NOW - 100 * HOUR)),
                Arguments.of("created at all", new IndexFilter.CreatedRange(Long.MIN_VALUE, Long.MAX_VALUE)),
                Arguments.of("created never", new IndexFilter.CreatedRange(NOW, NOW)),
                Arguments.of("updated", new IndexFilter.UpdatedRange(NOW - 50 * HOUR, NOW)),
                Arguments.of(
                        "created, and a rare term",
                        IndexFilter.and(
                                new IndexFilter.CreatedRange(NOW - 400 * HOUR, NOW), IndexFilter.term("session", "9"))),
                Arguments.of("ids", new IndexFilter.Ids(Set.of("m0", "m1", "m2", "m8999", "none"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyKindOfFilterIsExact(String name, IndexFilter filter) {
        for (String workspace : List.of("w", "other", "unknown")) {
            assertSame(workspace, filter, NOW);
        }
    }

    @Test
    void filtersMixedAtRandomAreExact() {
        for (int i = 0; i < 150; i++) {
            assertSame("w", mixed(3), NOW + (random.nextInt(400) - 200) * HOUR / 4);
        }
    }

    @Test
    void aMemoryExpiresAtItsInstantAndNotBefore() {
        IndexedMemory expiring = model.all("w").stream()
                .map(IndexChange.Put::memory)
                .filter(memory -> memory.expiresAt() != 0)
                .findFirst()
                .orElseThrow();
        IndexFilter it = new IndexFilter.Ids(Set.of(expiring.id()));
        for (DerivedIndex index : List.of(vectors, texts)) {
            assertThat(index.count("w", it, expiring.expiresAt() - 1)).isEqualTo(1);
            assertThat(index.count("w", it, expiring.expiresAt())).isZero();
            assertThat(index.count("w", it, Long.MAX_VALUE)).isZero();
        }
    }

    private IndexFilter mixed(int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 9);
        long from = NOW - random.nextInt(700) * HOUR;
        return switch (kind) {
            case 0 -> IndexFilter.term("tag", List.of("a", "b", "c").get(random.nextInt(3)));
            case 1 -> IndexFilter.term("namespace", random.nextBoolean() ? "default" : "n" + random.nextInt(4));
            case 2 -> new IndexFilter.AnyTerm(Set.of("session=" + random.nextInt(400), "tag=c"));
            case 3 -> new IndexFilter.CreatedRange(from, from + random.nextInt(300) * HOUR);
            case 4 -> new IndexFilter.UpdatedRange(from, from + random.nextInt(300) * HOUR);
            case 5 -> random.nextBoolean() ? IndexFilter.all() : new IndexFilter.Ids(someIds());
            case 6 -> IndexFilter.not(mixed(depth - 1));
            case 7 -> IndexFilter.and(mixed(depth - 1), mixed(depth - 1), mixed(depth - 1));
            default -> IndexFilter.or(mixed(depth - 1), mixed(depth - 1));
        };
    }

    private Set<String> someIds() {
        return random.ints(200, 0, SIZE).mapToObj(i -> "m" + i).collect(Collectors.toSet());
    }

    private void assertSame(String workspace, IndexFilter filter, long now) {
        Set<String> expected = model.visible(workspace, filter, now).stream()
                .map(IndexChange::id)
                .collect(Collectors.toSet());
        IndexQuery query = new IndexQuery(workspace, filter, now, SIZE, IndexQuery.ANY_SCORE);
        assertThat(ModelIndex.ids(vectors.search(Vectors.random(random, 16), query)))
                .as("vectors: %s", filter)
                .isEqualTo(expected);
        assertThat(ModelIndex.ids(texts.search("common", query)))
                .as("texts: %s", filter)
                .isEqualTo(expected);
        assertThat(vectors.count(workspace, filter, now)).isEqualTo(expected.size());
        assertThat(texts.count(workspace, filter, now)).isEqualTo(expected.size());
    }
}
