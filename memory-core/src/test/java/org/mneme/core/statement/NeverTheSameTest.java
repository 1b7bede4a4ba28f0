package org.mneme.core.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mneme.core.statement.StatementComparison.compare;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes one thing that matters in every sentence of the labelled pairs: the result is never merged with the sentence. */
class NeverTheSameTest {

    static Stream<String> sentences() {
        return LabelledPairs.all().stream()
                .flatMap(pair -> Stream.of(pair.older(), pair.newer()))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void aStatementIsTheSameAsItself(String sentence) {
        assertThat(compare(Statement.of(sentence), Statement.of(sentence))).isEqualTo(Verdict.SAME);
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void anotherNumberIsAnotherStatement(String sentence) {
        assertNeverSame(sentence, sentence.replaceFirst("(\\d)(?!.*\\d)", "$17"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void anotherNameIsAnotherStatement(String sentence) {
        assertNeverSame(sentence, sentence.replaceFirst("(?<=[a-z] )(?!User|I\\b)\\p{Lu}\\p{Ll}+", "Zuzana"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void aNegationIsAnotherStatement(String sentence) {
        assertNeverSame(sentence, sentence.replaceFirst("\\b(is|are|was|can|has|have)\\b(?! not)", "$1 not"));
        assertNeverSame(sentence, sentence.replaceFirst("^User (?=[a-z])", "User never "));
        if (!StatementReader.read(Statement.of(sentence)).ended()) {
            assertNeverSame(sentence, sentence.replaceFirst("^User (?=[a-z])", "User no longer "));
        }
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void anotherPersonIsAnotherStatement(String sentence) {
        assertNeverSame(sentence, sentence.replaceFirst("^User(?=[ '])", "Zuzana"));
        assertNeverSame(sentence, sentence.replaceFirst("^User (?=[a-z])", "User's brother "));
    }

    @Test
    void whoDoesWhatToWhomMatters() {
        assertThat(compare(Statement.of("Ana lent Rui 50 euros."), Statement.of("Rui lent Ana 50 euros.")))
                .isEqualTo(Verdict.DIFFERENT);
        assertThat(compare(Statement.of("User hired Ana."), Statement.of("Ana hired User.")))
                .isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void signsMatter() {
        assertThat(compare(Statement.of("It costs $5"), Statement.of("It costs €5")))
                .isNotEqualTo(Verdict.SAME);
        assertThat(compare(Statement.of("User codes in C"), Statement.of("User codes in C++")))
                .isNotEqualTo(Verdict.SAME);
        assertThat(compare(Statement.of("👍"), Statement.of("👎"))).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void neverThrowsWhateverTheText() {
        Random random = new Random(11);
        List<String> sentences = sentences().toList();
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            String noise = new String(bytes, round % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16);
            String sentence = sentences.get(random.nextInt(sentences.size()));
            int cut = random.nextInt(sentence.length());
            String mixed = sentence.substring(0, cut) + noise + sentence.substring(cut);

            assertThat(compare(Statement.of(mixed), Statement.of(sentence))).isNotNull();
            assertThat(compare(Statement.of(mixed), Statement.of(mixed))).isEqualTo(Verdict.SAME);
        }
    }

    private static void assertNeverSame(String sentence, String changed) {
        if (!changed.equals(sentence)) {
            assertThat(compare(Statement.of(sentence), Statement.of(changed)))
                    .as("%s / %s", sentence, changed)
                    .isNotEqualTo(Verdict.SAME);
            assertThat(compare(Statement.of(changed), Statement.of(sentence)))
                    .as("%s / %s", changed, sentence)
                    .isNotEqualTo(Verdict.SAME);
        }
    }
}
