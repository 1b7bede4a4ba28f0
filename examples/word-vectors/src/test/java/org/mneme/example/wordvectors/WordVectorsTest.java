package org.mneme.example.wordvectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mneme.api.Embedding;
import org.mneme.api.MemoryException;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.embedding.Purpose;
import org.mneme.tck.TckContext;
import org.mneme.tck.TestVectors;
import org.mneme.tck.embedding.EmbeddingContract;

class WordVectorsTest extends EmbeddingContract {

    private static final Path FILE = Path.of("src/test/resources/words.txt").toAbsolutePath();

    @TempDir
    private Path directory;

    @Override
    protected EmbeddingProvider provider() {
        return new WordVectorsProvider();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("file", FILE.toString());
    }

    private EmbeddingModel open(Path file, int maxWords) {
        return provider()
                .open(TckContext.of(
                        provider(),
                        Map.of("file", file.toString(), "max-words", String.valueOf(maxWords)),
                        Clock.systemUTC(),
                        directory));
    }

    private EmbeddingModel openText(String text) throws IOException {
        return open(Files.writeString(directory.resolve("vectors.txt"), text), 100);
    }

    private static double similarity(EmbeddingModel model, String query, String memory) {
        Embedding asked = model.embed(List.of(query), Purpose.QUERY).get(0);
        Embedding stored = model.embed(List.of(memory), Purpose.MEMORY).get(0);
        return TestVectors.cosine(asked, stored);
    }

    @Test
    void wordsOfOneMeaningAreNearThoughTheyShareNoLetter() {
        EmbeddingModel model = open(FILE, 100);

        assertThat(similarity(model, "Which automobile?", "She bought a car"))
                .isGreaterThan(similarity(model, "Which automobile?", "She bought a cat") + 0.2);
    }

    @Test
    void aNameThatIsNotInTheFileIsFoundByItsLetters() {
        EmbeddingModel model = open(FILE, 100);

        assertThat(similarity(model, "Kowalczyk", "the tea of Kowalczykova"))
                .isGreaterThan(similarity(model, "Kowalczyk", "the tea of Brzezinski") + 0.2);
    }

    @Test
    void frequentWordsSayLessThanRareOnes() {
        WordVectors words = VectorFile.read(FILE, 100);

        assertThat(words.weight("the")).isLessThan(0.02);
        assertThat(words.weight("kowalczyk")).isEqualTo(1);
        assertThat(words.weight("car")).isBetween(words.weight("the"), 1.0);
    }

    @Test
    void aLineOfCountsAndWordsInTwoCasesAreUnderstood() throws IOException {
        EmbeddingModel model = openText("3 2\nTea 1 0\ntea 0 1\nmilk 0.0 1.0e0 \n");

        assertThat(model.dimension()).isEqualTo(2);
        assertThat(model.health().details()).containsEntry("words", "2");
        assertThat(model.embed(List.of("TEA"), Purpose.QUERY).get(0).single()).containsExactly(1, 0);
    }

    @Test
    void anotherFileOrFewerOfItsWordsAreAnotherModel() throws IOException {
        String all = open(FILE, 100).modelId();

        assertThat(open(FILE, 100).modelId()).isEqualTo(all);
        assertThat(open(FILE, 3).modelId()).isNotEqualTo(all);
        assertThat(openText("tea 1 0").modelId())
                .isNotEqualTo(openText("tea 0 1").modelId());
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedAndTheLineNamed() throws IOException {
        assertThatThrownBy(() -> open(directory.resolve("none.txt"), 1))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("there is no file");
        assertRefused("", "has no words");
        assertRefused("tea", "line 1 a word and 0 numbers");
        assertRefused("tea 1 2\nmilk 1\n", "line 2 a word and 1 numbers instead of 2");
        assertRefused("tea 1 2\nmilk 1 x\n", "line 2 what is no number: x");
        assertRefused("tea 1 NaN\n", "line 1 a number that is not finite");
        Files.write(directory.resolve("latin1.txt"), new byte[] {(byte) 0xE4, ' ', '1'});
        assertThatThrownBy(() -> open(directory.resolve("latin1.txt"), 1)).hasMessageContaining("is not UTF-8");
    }

    private void assertRefused(String text, String why) {
        assertThatThrownBy(() -> openText(text))
                .isInstanceOfSatisfying(
                        MemoryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(MemoryException.Kind.INVALID))
                .hasMessageContaining(why);
    }

    @Test
    void wordsWithoutADirectionStillGiveAUnitVector() throws IOException {
        EmbeddingModel model = openText("zero 0 0\ntea 1 0\nanti -1 0\n");

        assertThat(model.embed(List.of("zero"), Purpose.QUERY).get(0).single()).containsExactly(1, 0);
    }
}
