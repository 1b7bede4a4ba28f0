package org.mneme.tck.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.Concurrently;
import org.mneme.tck.PluginContract;
import org.mneme.tck.Rule;
import org.mneme.tck.TestVectors;

/** Prove an embedding plugin: say which provider, and which options it is to be opened with. */
public abstract class EmbeddingContract extends PluginContract<EmbeddingProvider> {

    private static final List<String> TEXTS = List.of(
            "The customer prefers email over phone.",
            "tea",
            "Der Zug nach Zürich fährt um 8:15 Uhr ab, nicht um 8:30.",
            "She moved to Lisbon in March and works as a nurse there.");

    /** Different models round differently; the same text must not. */
    private static final double SAME = 1e-4;

    private EmbeddingModel model;

    @Override
    protected final Class<EmbeddingProvider> kind() {
        return EmbeddingProvider.class;
    }

    @BeforeEach
    final void openModel() {
        model = provider().open(context());
    }

    @AfterEach
    final void closeModel() {
        model.close();
        model.close();
    }

    @Rule("E1a")
    void everyVectorIsAFiniteUnitVectorOfTheModelAndItsDimension() {
        assertThat(model.modelId()).isNotBlank();
        assertThat(model.dimension()).isPositive();
        for (Purpose purpose : Purpose.values()) {
            List<Embedding> embeddings = model.embed(TEXTS, purpose);
            assertThat(embeddings).hasSameSizeAs(TEXTS);
            assertThat(embeddings).allSatisfy(this::assertValid);
        }
        assertThat(model.health().state()).isEqualTo(Health.State.UP);
    }

    private void assertValid(Embedding embedding) {
        assertThat(embedding.model()).isEqualTo(model.modelId());
        for (float[] window : embedding.windows()) {
            assertThat(window).hasSize(model.dimension());
            double length = 0;
            for (float component : window) {
                assertThat(component).isFinite();
                length += (double) component * component;
            }
            assertThat(Math.sqrt(length)).isCloseTo(1, within(1e-3));
        }
    }

    @Rule("E1b")
    void strangeTextsGetVectorsToo() {
        List<String> strange = List.of(
                "\uD83D\uDE00\uD83D\uDE00",
                "日本語の文章",
                "a",
                "x".repeat(3_000),
                "\t tabs \n and \r lines",
                "[CLS] ## </s>",
                "½²…");
        assertThat(model.embed(strange, Purpose.MEMORY)).hasSameSizeAs(strange).allSatisfy(this::assertValid);
    }

    @Rule("E2a")
    void theSameTextHasTheSameVectorWhateverIsEmbeddedBesideIt() {
        List<Embedding> together = model.embed(TEXTS, Purpose.MEMORY);
        List<String> reversed = new ArrayList<>(TEXTS);
        Collections.reverse(reversed);
        List<Embedding> backwards = model.embed(reversed, Purpose.MEMORY);
        for (int i = 0; i < TEXTS.size(); i++) {
            Embedding alone = model.embed(List.of(TEXTS.get(i)), Purpose.MEMORY).get(0);
            assertSame(together.get(i), alone);
            assertSame(backwards.get(TEXTS.size() - 1 - i), alone);
        }
    }

    private static void assertSame(Embedding one, Embedding other) {
        assertThat(one.windows()).hasSameSizeAs(other.windows());
        for (int i = 0; i < one.windows().size(); i++) {
            assertThat(one.windows().get(i)).containsExactly(other.windows().get(i), within((float) SAME));
        }
    }

    @Rule("E2b")
    void manyThreadsGetTheSameVectorsAsOne() {
        List<Embedding> alone = model.embed(TEXTS, Purpose.MEMORY);
        List<List<Embedding>> together = Concurrently.run(6, thread -> {
            List<Embedding> last = List.of();
            for (int i = 0; i < 3; i++) {
                last = model.embed(TEXTS, Purpose.MEMORY);
            }
            return last;
        });
        for (List<Embedding> embeddings : together) {
            for (int i = 0; i < TEXTS.size(); i++) {
                assertSame(embeddings.get(i), alone.get(i));
            }
        }
    }

    @Rule("E3a")
    void aBlankTextIsRefusedAndNoTextGivesNoVector() {
        assertThat(model.embed(List.of(), Purpose.MEMORY)).isEmpty();
        for (String blank : List.of("", "  \n\t")) {
            assertThatThrownBy(() -> model.embed(List.of("fine", blank), Purpose.MEMORY))
                    .isInstanceOfSatisfying(
                            MemoryException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.INVALID));
        }
    }

    @Rule("E4a")
    void nothingOfALongTextIsCutOff() {
        String sentence = "The meeting is about the budget of the northern region. ";
        String text = sentence.repeat(200);
        Embedding without = model.embed(List.of(text), Purpose.MEMORY).get(0);
        Embedding with = model.embed(List.of(text + "Zebras drink apple juice at midnight."), Purpose.MEMORY)
                .get(0);
        Embedding tail = model.embed(List.of("Zebras drink apple juice at midnight."), Purpose.QUERY)
                .get(0);

        assertValid(with);
        assertThat(TestVectors.cosine(with, tail))
                .as("the end of a long text is found by what it says")
                .isGreaterThan(TestVectors.cosine(without, tail) + 0.01);
    }

    @Rule("E4b")
    void aQueryHasOneVectorHoweverLongItIs() {
        String text = "How do I cancel my subscription before the end of the month? ".repeat(100);
        assertThat(model.embed(List.of(text, "short"), Purpose.QUERY))
                .allSatisfy(embedding -> assertThat(embedding.windows()).hasSize(1));
    }

    @Rule("E5a")
    void aQueryIsNearerToWhatSaysTheSame() {
        Embedding query = model.embed(List.of("tea with milk in the morning"), Purpose.QUERY)
                .get(0);
        List<Embedding> memories = model.embed(
                List.of("She drinks tea with milk in the morning.", "The invoice of March was paid late."),
                Purpose.MEMORY);

        assertThat(TestVectors.cosine(query, memories.get(0)))
                .isGreaterThan(TestVectors.cosine(query, memories.get(1)) + 0.05);
    }

    @Rule("E6a")
    void aModelThatWasClosedCanBeOpenedAgain() {
        Embedding before = model.embed(List.of("tea"), Purpose.MEMORY).get(0);
        model.close();
        model = provider().open(context());
        assertSame(model.embed(List.of("tea"), Purpose.MEMORY).get(0), before);
    }
}
