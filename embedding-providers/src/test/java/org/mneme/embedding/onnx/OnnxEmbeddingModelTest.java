package org.mneme.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mneme.embedding.Vectors.cosine;
import static org.mneme.embedding.Vectors.length;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.Health;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.TckContext;

class OnnxEmbeddingModelTest {

    private static EmbeddingModel bge;
    private static EmbeddingModel miniLm;

    @BeforeAll
    static void open() {
        bge = open(Map.of());
        miniLm = open(Map.of("model", "all-minilm-l6-v2", "parallelism", "2"));
    }

    @AfterAll
    static void close() {
        bge.close();
        miniLm.close();
    }

    private static EmbeddingModel open(Map<String, String> configured) {
        OnnxEmbeddingProvider provider = new OnnxEmbeddingProvider();
        return provider.open(TckContext.of(provider, configured));
    }

    private static float[] vector(EmbeddingModel model, String text) {
        return model.embed(List.of(text), Purpose.MEMORY).get(0).single();
    }

    private static double similarity(EmbeddingModel model, String query, String memory) {
        return cosine(model.embed(List.of(query), Purpose.QUERY).get(0).single(), vector(model, memory));
    }

    @Test
    void modelsSayWhoTheyAre() {
        assertThat(bge.modelId()).isEqualTo("onnx:bge-small-en-v1.5-q");
        assertThat(miniLm.modelId()).isEqualTo("onnx:all-minilm-l6-v2-q");
        assertThat(bge.dimension()).isEqualTo(384);
        assertThat(miniLm.dimension()).isEqualTo(384);
        assertThat(bge.health().state()).isEqualTo(Health.State.UP);
    }

    /** The unquantised model's values, as published in the tests of Qdrant's fastembed; quantising costs a little. */
    @Test
    void bgeGivesThePublishedVector() {
        assertThat(Arrays.copyOf(vector(bge, "hello world"), 5))
                .containsExactly(
                        new float[] {0.01522374f, -0.02271799f, 0.00860278f, -0.07424029f, 0.00386434f},
                        within(0.006f));
    }

    /** Made once by langchain4j-embeddings 1.20.0-beta30 from the same files, with another tokenizer. */
    @Test
    void bothModelsGiveTheVectorsOfAnotherRuntime() {
        assertThat(Arrays.copyOf(vector(bge, "hello world"), 4))
                .containsExactly(new float[] {0.01703743f, -0.025232878f, 0.013573568f, -0.07404116f}, within(1e-4f));
        assertThat(Arrays.copyOf(vector(miniLm, "hello world"), 4))
                .containsExactly(new float[] {-0.035676897f, 0.020679193f, 0.0047046193f, 0.026537031f}, within(1e-4f));
    }

    /** The similarities that the documentation of sentence-transformers prints for its first example. */
    @Test
    void miniLmGivesThePublishedSimilarities() {
        float[] lovely = vector(miniLm, "The weather is lovely today.");
        float[] sunny = vector(miniLm, "It's so sunny outside!");
        float[] stadium = vector(miniLm, "He drove to the stadium.");
        assertThat(cosine(lovely, sunny)).isCloseTo(0.6660, within(0.03));
        assertThat(cosine(lovely, stadium)).isCloseTo(0.1046, within(0.03));
        assertThat(cosine(sunny, stadium)).isCloseTo(0.1411, within(0.03));
    }

    @Test
    void documentedPairsAreWellAboveTheDocumentedThresholds() {
        assertThat(similarity(
                        bge,
                        "how should I contact this customer?",
                        "Customer prefers email over phone calls and is on a budget"))
                .isCloseTo(0.70, within(0.02));
        assertThat(similarity(
                        bge,
                        "cancel subscription unsubscribe want to leave",
                        "I want to cancel my subscription and leave"))
                .isCloseTo(0.93, within(0.02));
        assertThat(similarity(bge, "cancel subscription unsubscribe want to leave", "How do I renew my subscription?"))
                .isCloseTo(0.76, within(0.02));
        assertThat(similarity(bge, "I am allergic to peanuts", "I am not allergic to peanuts"))
                .isCloseTo(0.93, within(0.02));
        assertThat(similarity(
                        miniLm,
                        "cancel subscription unsubscribe want to leave",
                        "I want to cancel my subscription and leave"))
                .isCloseTo(0.88, within(0.02));
    }

    @Test
    void vectorsAreOfLengthOneAndTheSameAloneOrAmongOthers() {
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(i -> "The customer ordered " + i + " red bicycles " + "and paid at once ".repeat(i % 7))
                .toList();
        for (EmbeddingModel model : List.of(bge, miniLm)) {
            List<Embedding> together = model.embed(texts, Purpose.MEMORY);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i).model()).isEqualTo(model.modelId());
                assertThat(length(together.get(i).single())).isCloseTo(1, within(1e-6));
                assertThat(together.get(i).single()).containsExactly(vector(model, texts.get(i)));
            }
        }
    }

    @Test
    void manyThreadsGetTheSameVectorsAsOne() throws Exception {
        List<String> texts =
                IntStream.range(0, 24).mapToObj(i -> "note number " + i).toList();
        List<float[]> expected = texts.stream().map(text -> vector(bge, text)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < texts.size() * 4; i++) {
                int index = i % texts.size();
                Purpose purpose = i % 3 == 0 ? Purpose.QUERY : Purpose.MEMORY;
                tasks.add(() -> Arrays.equals(
                        bge.embed(List.of(texts.get(index)), purpose).get(0).single(), expected.get(index)));
            }
            for (Future<Boolean> same : threads.invokeAll(tasks)) {
                assertThat(same.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLongTextIsFoundByWhatStandsAtItsEnd() {
        String filler = "The meeting went over the usual points and nobody had anything to add to the minutes. ";
        String text = filler.repeat(32_000 / filler.length()) + "The code of the garage door is 4711.";
        Embedding embedding = bge.embed(List.of(text), Purpose.MEMORY).get(0);
        assertThat(embedding.windows())
                .hasSizeBetween(50, 70)
                .allSatisfy(window -> assertThat(length(window)).isCloseTo(1, within(1e-6)));
        float[] query = bge.embed(List.of("code of the garage door"), Purpose.QUERY)
                .get(0)
                .single();
        double first = cosine(query, embedding.windows().get(0));
        double last = cosine(query, embedding.windows().get(embedding.windows().size() - 1));
        assertThat(last).isGreaterThan(first + 0.1);
    }

    @Test
    void aLongQueryIsOneVectorThatItsEndChanges() {
        String words = "tell me everything about the bicycle repair we talked about ".repeat(30);
        float[] query = bge.embed(List.of(words), Purpose.QUERY).get(0).single();
        float[] other = bge.embed(
                        List.of(words + "and about the quarterly tax return of the subsidiary"), Purpose.QUERY)
                .get(0)
                .single();
        assertThat(length(query)).isCloseTo(1, within(1e-6));
        assertThat(cosine(query, other)).isLessThan(0.9999);
    }

    @Test
    void aShortTextHasTheSameVectorAsQueryAndAsMemory() {
        assertThat(bge.embed(List.of("red bicycle"), Purpose.QUERY).get(0).single())
                .containsExactly(vector(bge, "red bicycle"));
    }

    @Test
    void aBlankTextIsInvalid() {
        for (String blank : new String[] {"", "  ", "\n\t", null}) {
            assertThatThrownBy(() -> bge.embed(Arrays.asList("fine", blank), Purpose.MEMORY))
                    .isInstanceOfSatisfying(
                            MemoryException.class, e -> assertThat(e.kind()).isEqualTo(MemoryException.Kind.INVALID));
        }
    }

    @Test
    void noTextsGiveNoEmbeddingsAndInvisibleTextStillGivesAVector() {
        assertThat(bge.embed(List.of(), Purpose.MEMORY)).isEmpty();
        assertThat(bge.embed(List.of(), Purpose.QUERY)).isEmpty();
        assertThat(length(vector(bge, "\u200B"))).isCloseTo(1, within(1e-6));
    }

    @Test
    void badlyChosenOptionsAreRefusedByName() {
        assertRefused(Map.of("window-tokens", "511"), "window-tokens");
        assertRefused(Map.of("window-tokens", "3"), "window-tokens");
        assertRefused(Map.of("parallelism", "0"), "parallelism");
        assertRefused(Map.of("model", "word2vec"), "model");
    }

    private static void assertRefused(Map<String, String> configured, String field) {
        assertThatThrownBy(() -> open(configured)).isInstanceOfSatisfying(MemoryException.class, e -> {
            assertThat(e.kind()).isEqualTo(MemoryException.Kind.INVALID);
            assertThat(e.field()).contains(field);
        });
    }
}
