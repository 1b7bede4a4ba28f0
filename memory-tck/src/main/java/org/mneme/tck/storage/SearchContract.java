package org.mneme.tck.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mneme.api.Attribute;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Ids;
import org.mneme.api.Memory;
import org.mneme.api.Scope;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.MemoryWrite;
import org.mneme.spi.storage.Search;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Rule 7: the best are found, in order, with their exact similarity, whatever the filter. */
public interface SearchContract extends StorageFixture {

    /** How many memories the recall tests search. */
    int CORPUS = 4_000;

    @Rule("R7a")
    default void everyHitHasItsExactCosineBestFirst() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(500);
        Map<String, Embedding> stored = store(scope, vectors, 300, memory -> memory);
        for (int i = 0; i < 20; i++) {
            Embedding query = vectors.next();
            Hits hits = memories().search(scope, Samples.byVector(query, 50));

            assertThat(Samples.ids(hits)).isEqualTo(nearest(stored, query, 50));
            assertThat(hits.hits()).allSatisfy(hit -> {
                assertThat(hit.similarity().orElseThrow())
                        .isCloseTo(TestVectors.cosine(stored.get(hit.memory().id()), query), within(1e-4));
                assertThat(hit.lexicalScore()).isEmpty();
            });
        }
    }

    @Rule("R7a")
    default void equallyNearHitsComeInTheOrderOfTheirIds() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(501);
        Embedding embedding = vectors.next();
        List<MemoryWrite> writes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Memory memory = Memory.builder(Ids.derived("mem_", now(), "tie", i), scope, "equally near", now())
                    .build();
            writes.add(Samples.write(memory, embedding));
        }
        memories().write(scope, writes);
        List<String> byId =
                writes.stream().map(write -> write.memory().id()).sorted().toList();

        assertThat(Samples.ids(memories().search(scope, Samples.byVector(vectors.near(embedding, 0.8), 15))))
                .isEqualTo(byId.subList(0, 15));
        assertThat(Samples.ids(memories().search(scope, Samples.byWords("equally near", 15))))
                .isEqualTo(byId.subList(0, 15));
    }

    @Rule("R7a")
    default void aMemoryIsAsNearAsItsBestWindowAndFoundOnce() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(502);
        Map<String, Embedding> stored = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            Memory memory = Samples.memory(scope, "long text " + i, now());
            stored.put(memory.id(), vectors.windows(1 + i % 7));
            memories().write(scope, List.of(Samples.write(memory, stored.get(memory.id()))));
        }
        for (int i = 0; i < 10; i++) {
            Embedding query = vectors.next();
            Hits hits = memories().search(scope, Samples.byVector(query, 10));

            assertThat(Samples.ids(hits)).isEqualTo(nearest(stored, query, 10));
            assertThat(hits.hits().get(0).similarity().orElseThrow())
                    .isCloseTo(
                            TestVectors.cosine(
                                    stored.get(hits.hits().get(0).memory().id()), query),
                            within(1e-4));
        }
    }

    @Rule("R7b")
    default void theTenNearestOfManyAreFound() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(510);
        Map<String, Embedding> stored = store(scope, vectors, CORPUS, memory -> memory);

        assertThat(recall(scope, Filter.all(), stored, vectors)).isGreaterThanOrEqualTo(0.98);
    }

    @Rule("R7c")
    default void theTenNearestWithinANarrowNamespaceAreFound() {
        Scope workspace = workspace();
        TestVectors vectors = Samples.vectors(511);
        Scope tenPercent = workspace.with(Attribute.NAMESPACE, "ten percent");
        Scope onePercent = workspace.with(Attribute.NAMESPACE, "one percent");
        Map<String, Embedding> stored = store(workspace, vectors, CORPUS, memory -> {
            int number = Integer.parseInt(memory.content().replaceAll("\\D", ""));
            if (number % 100 == 0) {
                return memory.toBuilder().scope(onePercent).build();
            }
            return number % 10 == 1
                    ? memory.toBuilder()
                            .scope(tenPercent)
                            .tags(List.of("tenth"))
                            .build()
                    : memory;
        });

        for (Scope narrow : List.of(tenPercent, onePercent)) {
            Set<String> within = new HashSet<>(Reads.exported(memories(), narrow, Filter.all()));
            Map<String, Embedding> meant = only(stored, within::contains);
            assertThat(meant).hasSize(narrow == tenPercent ? CORPUS / 10 : CORPUS / 100);
            assertThat(recall(narrow, Filter.all(), meant, vectors)).isGreaterThanOrEqualTo(0.98);
        }
        Set<String> tagged = new HashSet<>(Reads.exported(memories(), workspace, new Filter.Tagged("tenth")));
        assertThat(recall(workspace, new Filter.Tagged("tenth"), only(stored, tagged::contains), vectors))
                .isGreaterThanOrEqualTo(0.98);
    }

    @Rule("R7d")
    default void tagsMeanAllOfThem() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(520);
        Memory one = tagged(scope, "red");
        Memory other = tagged(scope, "round");
        Memory both = tagged(scope, "round", "small", "red");
        for (Memory memory : List.of(one, other, both)) {
            memories().write(scope, List.of(Samples.write(memory, vectors.next())));
        }
        Filter redAndRound = Filter.active().tagged(List.of("red", "round"));

        assertThat(Samples.ids(memories().search(scope, Samples.byVector(vectors.next(), redAndRound, 10))))
                .containsExactly(both.id());
        assertThat(Samples.ids(memories().search(scope, Samples.byWords("tagged", redAndRound, 10))))
                .containsExactly(both.id());
        assertThat(Reads.exported(memories(), scope, redAndRound)).containsExactly(both.id());
    }

    private Memory tagged(Scope scope, String... tags) {
        return Samples.memory(scope, "tagged", now()).toBuilder()
                .tags(List.of(tags))
                .build();
    }

    @Rule("R7e")
    default void noHitIsFartherThanAskedForAndNoneTooMany() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(530);
        Embedding query = vectors.next();
        List<String> near = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Memory memory = Samples.memory(scope, "at " + i, now());
            double cosine = 0.99 - i / 20.0;
            memories().write(scope, List.of(Samples.write(memory, vectors.near(query, cosine))));
            if (cosine >= 0.5) {
                near.add(memory.id());
            }
        }
        Search least = new Search(Optional.of(query), Optional.empty(), Filter.all(), 100, 0.5);

        assertThat(Samples.ids(memories().search(scope, least))).isEqualTo(near);
        assertThat(Samples.ids(memories().search(scope, Samples.byVector(query, 3))))
                .isEqualTo(near.subList(0, 3));
    }

    @Rule("R7f")
    default void wordsFindWhatHasThemAndRankTheFitter() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(540);
        Memory fit = Samples.memory(scope, "Oolong tea", now());
        Memory less = Samples.memory(
                scope, "Somebody once said that tea is what people drink in the afternoon with biscuits", now());
        Memory not = Samples.memory(scope, "Coffee, always coffee", now());
        for (Memory memory : List.of(not, less, fit)) {
            memories().write(scope, List.of(Samples.write(memory, vectors.next())));
        }

        Hits hits = memories().search(scope, Samples.byWords("oolong TEA", 10));

        assertThat(Samples.ids(hits)).containsExactly(fit.id(), less.id());
        assertThat(hits.hits()).allSatisfy(hit -> {
            assertThat(hit.similarity()).isEmpty();
            assertThat(hit.lexicalScore().orElseThrow()).isPositive();
        });
        assertThat(hits.hits().get(0).lexicalScore().orElseThrow())
                .isGreaterThan(hits.hits().get(1).lexicalScore().orElseThrow());
        assertThat(Samples.ids(memories().search(scope, Samples.byWords("oolong tea", 1))))
                .containsExactly(fit.id());
    }

    @Rule("R7f")
    default void theWordsOfAQueryAreNeverSyntax() {
        Scope scope = workspace();
        Memory memory = Samples.memory(scope, "plain words", now());
        memories()
                .write(scope, List.of(Samples.write(memory, Samples.vectors(541).next())));
        for (String text : List.of(
                "words AND (",
                "words\" OR",
                "content:[* TO words",
                "words~ -plain^",
                "words {!x} \\",
                "words' % _ ; --",
                "words && || ! ?")) {
            assertThat(Samples.ids(memories().search(scope, Samples.byWords(text, 10))))
                    .as("%s", text)
                    .containsExactly(memory.id());
        }
        for (String text : List.of("", " ", "***", "\"", "AND", "\u0000", "\uD83D\uDE00")) {
            assertThatCode(() -> memories().search(scope, Samples.byWords(text, 10)))
                    .as("%s", text)
                    .doesNotThrowAnyException();
        }
    }

    @Rule("R7g")
    default void aSearchByBothFindsTheBestOfEachOnceAndMeasuresBoth() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(550);
        Embedding query = vectors.next();
        Memory both = Samples.memory(scope, "green tea", now());
        Memory near = Samples.memory(scope, "something else", now());
        Memory words = Samples.memory(scope, "green tea as well, but far away", now());
        Memory none = Samples.memory(scope, "neither nor", now());
        memories()
                .write(
                        scope,
                        List.of(
                                Samples.write(both, vectors.near(query, 0.8)),
                                Samples.write(near, vectors.near(query, 0.9)),
                                Samples.write(words, vectors.near(query, 0.1)),
                                Samples.write(none, vectors.near(query, 0.2))));

        Hits hits =
                memories().search(scope, new Search(Optional.of(query), Optional.of("green tea"), Filter.all(), 2, -1));

        assertThat(Samples.ids(hits)).containsExactly(near.id(), both.id(), words.id());
        assertThat(hits.hits().get(0).similarity().orElseThrow()).isCloseTo(0.9, within(1e-4));
        assertThat(hits.hits().get(0).lexicalScore()).hasValue(0);
        assertThat(hits.hits().get(1).similarity().orElseThrow()).isCloseTo(0.8, within(1e-4));
        assertThat(hits.hits().get(1).lexicalScore().orElseThrow()).isPositive();
        assertThat(hits.hits().get(2).similarity().orElseThrow()).isCloseTo(0.1, within(1e-4));
        assertThat(hits.hits().get(2).lexicalScore().orElseThrow()).isPositive();
    }

    @Rule("R7i")
    default void aSearchThatChoosesIsToldEveryScoreAndGivenWhatItChose() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(555);
        Embedding query = vectors.next();
        List<MemoryWrite> writes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Memory memory = Samples.memory(scope, (i % 3 == 0 ? "green tea " : "coffee ") + i, now());
            writes.add(Samples.write(memory, vectors.near(query, i / 30.0)));
        }
        memories().write(scope, writes);
        Hits all = memories()
                .search(scope, new Search(Optional.of(query), Optional.of("green tea"), Filter.all(), 12, -1));
        List<Hits.Hit> everySecond = IntStream.range(0, all.hits().size())
                .filter(place -> place % 2 == 0)
                .mapToObj(all.hits()::get)
                .toList();
        List<List<Hits.Score>> asked = new ArrayList<>();
        Search.Choice choice = found -> {
            asked.add(found);
            return everySecond.stream().map(hit -> hit.memory().id()).collect(Collectors.toSet());
        };

        Search choosing =
                new Search(Optional.of(query), Optional.of("green tea"), Filter.all(), 12, -1, Optional.of(choice));
        Hits chosen = memories().search(scope, choosing);

        assertThat(asked)
                .allSatisfy(found -> assertThat(found)
                        .containsExactlyInAnyOrderElementsOf(all.hits().stream()
                                .map(hit -> new Hits.Score(hit.memory().id(), hit.similarity(), hit.lexicalScore()))
                                .toList()));
        assertThat(chosen.hits()).isEqualTo(asked.isEmpty() ? all.hits() : everySecond);
    }

    @Rule("R7h")
    default void aMemoryWithoutVectorsIsFoundByItsWordsAfterThoseThatHaveThem() {
        Scope scope = workspace();
        TestVectors vectors = Samples.vectors(560);
        Embedding query = vectors.next();
        Memory bare = Samples.memory(scope, "jasmine", now());
        Memory whole = Samples.memory(scope, "a text of many words among which jasmine is only one", now());
        memories()
                .write(
                        scope,
                        List.of(
                                new MemoryWrite(bare, Optional.empty(), List.of(), Optional.empty()),
                                Samples.write(whole, vectors.near(query, 0.1))));

        Hits hits =
                memories().search(scope, new Search(Optional.of(query), Optional.of("jasmine"), Filter.all(), 5, -1));

        assertThat(Samples.ids(hits)).containsExactly(whole.id(), bare.id());
        assertThat(hits.hits().get(1).similarity()).isEmpty();
        assertThat(Samples.ids(memories().search(scope, Samples.byVector(query, 5))))
                .containsExactly(whole.id());
    }

    private Map<String, Embedding> store(Scope scope, TestVectors vectors, int count, UnaryOperator<Memory> change) {
        Map<String, Embedding> stored = new LinkedHashMap<>();
        List<MemoryWrite> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Memory memory = change.apply(Samples.memory(scope, "number " + i, now()));
            Embedding embedding = vectors.next();
            stored.put(memory.id(), embedding);
            batch.add(Samples.write(memory, embedding));
            if (batch.size() == 500 || i == count - 1) {
                memories().write(scope, batch);
                batch.clear();
            }
        }
        return stored;
    }

    private double recall(Scope scope, Filter filter, Map<String, Embedding> stored, TestVectors vectors) {
        MemoryStore memories = memories();
        int found = 0;
        int queries = 30;
        for (int i = 0; i < queries; i++) {
            Embedding query = vectors.next();
            Set<String> truth = new HashSet<>(nearest(stored, query, 10));
            List<String> hits = Samples.ids(memories.search(scope, Samples.byVector(query, filter, 10)));
            found += (int) hits.stream().filter(truth::contains).count();
        }
        return found / (10.0 * queries);
    }

    private static Map<String, Embedding> only(Map<String, Embedding> stored, Predicate<String> meant) {
        Map<String, Embedding> some = new LinkedHashMap<>(stored);
        some.keySet().removeIf(meant.negate());
        return some;
    }

    private static List<String> nearest(Map<String, Embedding> stored, Embedding query, int limit) {
        Map<String, Double> cosines = new LinkedHashMap<>();
        stored.forEach((id, embedding) -> cosines.put(id, TestVectors.cosine(embedding, query)));
        return cosines.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Double>>comparingDouble(each -> -each.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
