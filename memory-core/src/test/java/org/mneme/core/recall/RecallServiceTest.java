package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mneme.api.Attribute;
import org.mneme.api.Embedding;
import org.mneme.api.Filter;
import org.mneme.api.Memory;
import org.mneme.api.MemoryBuilder;
import org.mneme.api.Scope;
import org.mneme.core.embedding.Embedder;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.spi.storage.Hits;
import org.mneme.spi.storage.MemoryStore;
import org.mneme.spi.storage.Search;

class RecallServiceTest {

    private static final Scope WORKSPACE = Scope.of("ws_1");

    private final List<Hits.Hit> stored = new ArrayList<>();
    private final List<Search> searches = new ArrayList<>();

    @Test
    void fastScoresByTheCosineAlone() {
        store(Found.inSession("a", "s", 1, "I like tea."), 0.73, 4);
        Recalled recalled = recall(Profile.FAST);
        assertThat(recalled.results()).singleElement().satisfies(result -> {
            assertThat(result.score()).isEqualTo(0.73);
            assertThat(result.parts()).containsOnlyKeys("vector");
        });
        assertThat(searches)
                .hasSize(1)
                .allSatisfy(search -> assertThat(search.text()).isEmpty());
    }

    @Test
    void qualityFindsAnAnswerThatIsNoCandidateByItself() {
        store(Found.inSession("question", "s", 1, "Where did you spend your holiday?"), 0.9, 9);
        store(Found.inSession("answer", "s", 2, "With my sister in Porto."), 0.1, 0);
        for (int i = 0; i < 150; i++) {
            store(Found.inSession("chatter" + i, "t" + i, i, "Lovely."), 0.4, 0);
        }
        assertThat(ids(recall(Profile.BALANCED))).doesNotContain("answer");
        assertThat(ids(recall(Profile.QUALITY))).startsWith("question", "answer");
    }

    @Test
    void qualityAsksTheStorageTwiceAndKeepsToTheFilter() {
        store(Found.inSession("question", "s", 1, "Where did you go?"), 0.9, 9);
        store(Found.inSession("history", "s", 2, "To Porto.").status(Memory.Status.SUPERSEDED), 0.8, 1);
        assertThat(ids(recall(Profile.QUALITY))).containsExactly("question");
        assertThat(searches).hasSize(2);
        assertThat(searches.get(1).filter())
                .isEqualTo(Filter.active().and(new Filter.AttributeIn(Attribute.SESSION, Set.of("s"))));
    }

    @Test
    void qualityAsksOnceWhereThereAreNoSessions() {
        store(Found.alone("a", "I like tea."), 0.9, 9);
        assertThat(ids(recall(Profile.QUALITY))).containsExactly("a");
        assertThat(searches).hasSize(1);
    }

    private void store(MemoryBuilder memory, double similarity, double words) {
        stored.add(Found.hit(memory, OptionalDouble.of(similarity), words));
    }

    private static List<String> ids(Recalled recalled) {
        return recalled.results().stream().map(result -> result.memory().id()).toList();
    }

    private Recalled recall(Profile profile) {
        MemoryStore store = (MemoryStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MemoryStore.class},
                (proxy, method, arguments) -> search((Search) arguments[1]));
        return new RecallService(store, new Embedder(new OneVector(), 10))
                .recall(WORKSPACE, new RecallQuery("holiday", Filter.active(), 10, -1, profile));
    }

    /** The best by similarity and, where words are asked for, those that have any. */
    private Hits search(Search search) {
        searches.add(search);
        List<Hits.Hit> meant = stored.stream()
                .filter(hit -> search.filter().test(hit.memory()))
                .toList();
        List<Hits.Hit> found = meant.stream()
                .sorted((one, other) -> Double.compare(
                        other.similarity().getAsDouble(), one.similarity().getAsDouble()))
                .limit(search.limit())
                .toList();
        return new Hits(found, 1, 1, 1);
    }

    /** A model for which every text is the same: the similarities are given. */
    private static final class OneVector implements EmbeddingModel {
        @Override
        public String modelId() {
            return "one";
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public List<Embedding> embed(List<String> texts, Purpose purpose) {
            return texts.stream()
                    .map(text -> new Embedding("one", List.of(new float[] {1})))
                    .toList();
        }

        @Override
        public void close() {}
    }
}
