package org.mneme.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WordPieceTest {

    private static WordPiece tokenizer;

    @BeforeAll
    static void readVocabulary() throws IOException {
        try (InputStream vocabulary = WordPieceTest.class.getResourceAsStream("/bert-vocabulary-en.txt")) {
            tokenizer = WordPiece.read(vocabulary);
        }
    }

    /**
     * Give texts and ids made once by Hugging Face {@code tokenizers} (through DJL 0.36.0) from the {@code tokenizer.json}
     * that comes with the model.
     */
    static Stream<Arguments> texts() throws IOException {
        try (InputStream table = WordPieceTest.class.getResourceAsStream("token-ids.tsv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(cells -> Arguments.of(unescape(cells[0]), cells[1]));
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void idsAreThoseOfTheModelsOwnTokenizer(String text, String ids) {
        assertThat(Arrays.toString(tokenizer.encode(text))).isEqualTo(ids);
    }

    @Test
    void knownIdsOfTheVocabularyAreFound() {
        assertThat(tokenizer.first()).isEqualTo(101);
        assertThat(tokenizer.last()).isEqualTo(102);
        assertThat(tokenizer.encode("hello world")).containsExactly(7592, 2088);
        assertThat(tokenizer.encode("HELLO   wörld\n")).containsExactly(7592, 2088);
    }

    @Test
    void marksWrittenByAUserAreText() {
        assertThat(tokenizer.encode("[CLS] [SEP] [MASK] [UNK] [PAD]"))
                .startsWith(1031, 18856, 2015, 1033, 1031)
                .doesNotContain(100, 101, 102, 103, 0);
    }

    @Test
    void continuationsAreKnownSoThatAWindowBeginsWithAWord() {
        int[] ids = tokenizer.encode("unaffable");
        assertThat(ids).containsExactly(14477, 20961, 3468);
        assertThat(tokenizer.continues(ids[0])).isFalse();
        assertThat(tokenizer.continues(ids[1])).isTrue();
        assertThat(tokenizer.continues(ids[2])).isTrue();
        assertThat(Arrays.stream(tokenizer.encode("##"))).noneMatch(tokenizer::continues);
    }

    @Test
    void aLoneSurrogateOrNothingVisibleGivesNoToken() {
        assertThat(tokenizer.encode("\uD800")).isEmpty();
        assertThat(tokenizer.encode("\u200B\u0000 \uFFFD")).isEmpty();
    }

    @Test
    void aWordThatIsPartlyUnknownIsUnknownAsAWhole() {
        assertThat(tokenizer.encode("abc\u0378 fine")).containsExactly(100, 2986);
    }

    private static String unescape(String text) {
        Pattern escape = Pattern.compile("\\\\u(\\p{XDigit}{4})");
        return escape.matcher(text)
                .replaceAll((MatchResult match) ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 16))))
                .translateEscapes();
    }
}
