package org.mneme.embedding.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mneme.embedding.Vectors.cosine;
import static org.mneme.embedding.Vectors.length;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.TckContext;

class HashingEmbeddingModelTest {

    private final EmbeddingModel model = open(Map.of());

    private static EmbeddingModel open(Map<String, String> configured) {
        HashingEmbeddingProvider provider = new HashingEmbeddingProvider();
        return provider.open(TckContext.of(provider, configured));
    }

    private float[] vector(String text) {
        return model.embed(List.of(text), Purpose.MEMORY).get(0).single();
    }

    @Test
    void vectorsNeverChangeFromOneVersionToTheNext() {
        EmbeddingModel small = open(Map.of("dimension", "8"));
        assertThat(small.embed(List.of("Red bicycle"), Purpose.MEMORY).get(0).single())
                .containsExactly(
                        new float[] {
                            0.18663572f, 0.4937917f, 0.30715597f, 0.55990714f, 0, 0.4717265f, 0.09845505f, -0.28509077f
                        },
                        within(1e-6f));
    }

    @Test
    void sharedWordsBringTextsNearAndOtherTextsAreFar() {
        float[] one = vector("The customer prefers e-mail over phone calls");
        assertThat(cosine(one, vector("customer PREFERS email, not a phone call")))
                .isGreaterThan(0.4);
        assertThat(cosine(one, vector("Bicycles rust when it rains"))).isLessThan(0.3);
        assertThat(cosine(one, vector("the customer prefers E-MAIL over phone calls!")))
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void unrelatedRandomTextsAreNearlyOrthogonal() {
        Random random = new Random(3);
        double worst = 0;
        for (int i = 0; i < 200; i++) {
            worst = Math.max(worst, cosine(vector(randomText(random)), vector(randomText(random))));
        }
        assertThat(worst).isLessThan(0.4);
    }

    @Test
    void everyTextHasAUnitVectorAloneOrAmongOthers() {
        List<String> texts = List.of("a", "!!!", "😀", "日本語", "\u200B", "x".repeat(500), "42");
        List<Embedding> together = model.embed(texts, Purpose.MEMORY);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(length(together.get(i).single())).isCloseTo(1, within(1e-6));
            assertThat(together.get(i).single()).containsExactly(vector(texts.get(i)));
        }
    }

    @Test
    void aLongTextHasManyWindowsAndALongQueryOneVector() {
        String text = "one two three four five six seven eight ".repeat(800);
        Embedding memory = model.embed(List.of(text), Purpose.MEMORY).get(0);
        assertThat(memory.windows()).hasSizeBetween(70, 90);
        assertThat(model.embed(List.of(text), Purpose.QUERY).get(0).windows()).hasSize(1);
    }

    @Test
    void theDimensionIsChosenAndPartOfTheModelsName() {
        EmbeddingModel small = open(Map.of("dimension", "64"));
        assertThat(small.dimension()).isEqualTo(64);
        assertThat(small.modelId()).isNotEqualTo(model.modelId());
        assertThat(small.embed(List.of("text"), Purpose.QUERY).get(0).dimension())
                .isEqualTo(64);
        assertThatThrownBy(() -> open(Map.of("dimension", "1")))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.field()).contains("dimension"));
    }

    @Test
    void aBlankTextIsInvalid() {
        assertThatThrownBy(() -> vector(" \n"))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.kind()).isEqualTo(MemoryException.Kind.INVALID));
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 12; word++) {
            for (int letter = 0; letter < 6; letter++) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            text.append(' ');
        }
        return text.toString();
    }
}
