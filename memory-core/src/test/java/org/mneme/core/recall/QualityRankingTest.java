package org.mneme.core.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityRankingTest {

    @Test
    void thePartsSumUpToTheScoreWhichLiesBetweenNoughtAndOne() {
        Candidate best = Found.candidate(
                Found.inSession("a", "s", 1, "We met in May. " + "word ".repeat(100))
                        .documentDate(Instant.parse("2023-05-03T00:00:00Z"))
                        .importance(1),
                1);
        Candidate other = Found.candidate(Found.inSession("b", "s", 2, "And then?"), 0);
        List<Recalled.Result> results = QualityRanking.score("Who was met in May 2023?", List.of(best, other));
        assertThat(results).hasSize(2).allSatisfy(result -> {
            assertThat(result.score()).isBetween(0.0, 1.0);
            assertThat(result.parts().values().stream()
                            .mapToDouble(part -> part)
                            .sum())
                    .isEqualTo(result.score(), offset(1e-9));
        });
        assertThat(results.get(0).parts()).containsKeys("vector", "lexical", "session", "date", "importance");
        assertThat(results.get(1).parts()).containsKeys("vector", "lexical").doesNotContainKeys("statement", "date");
    }

    @Test
    void anAnswerThatSharesNoWordWithTheQueryComesBeforeChatter() {
        Candidate question = Found.candidate(Found.inSession("q", "s", 1, "Where did you go on holiday?"), 1);
        Candidate answer = Found.candidate(Found.inSession("a", "s", 2, "To Porto, with my sister."), 0.3);
        Candidate chatter = Found.candidate(Found.inSession("c", "t", 1, "I like the holidays so much."), 0.35);
        assertThat(order("holiday", question, answer, chatter)).containsSubsequence("a", "c");
    }

    @Test
    void whatWasSaidAtTheTimeAskedForComesFirst() {
        Candidate july = Found.candidate(
                Found.alone("july", "We ran ten miles.").documentDate(Instant.parse("2023-07-04T00:00:00Z")), 0.5);
        Candidate june = Found.candidate(
                Found.alone("june", "We ran ten miles.").documentDate(Instant.parse("2023-06-04T00:00:00Z")), 0.6);
        assertThat(order("How far did we run in July?", july, june)).containsExactly("july", "june");
        assertThat(order("How far did we run?", july, june)).containsExactly("june", "july");
    }

    @Test
    void ofTwoAlikeTheMoreImportantComesFirstAndThenTheNewer() {
        Candidate plain = Found.candidate(Found.alone("plain", "I like tea.").importance(0.2), 0.5);
        Candidate important =
                Found.candidate(Found.alone("important", "I like tea.").importance(0.9), 0.5);
        assertThat(order("tea", plain, important)).containsExactly("important", "plain");
        Candidate newer = Found.candidate(
                Found.alone("newer", "I like tea.").documentDate(Instant.parse("2024-01-01T00:00:00Z")), 0.5);
        Candidate older = Found.candidate(
                Found.alone("older", "I like tea.").documentDate(Instant.parse("2020-01-01T00:00:00Z")), 0.5);
        assertThat(order("tea", older, newer)).containsExactly("newer", "older");
    }

    @Test
    void importanceAndRecencyNeverOutweighAClearlyBetterFit() {
        Candidate fits = Found.candidate(Found.alone("fits", "I like tea.").importance(0), 0.7);
        Candidate shines = Found.candidate(
                Found.alone("shines", "I like rum.").importance(1).documentDate(Instant.parse("2030-01-01T00:00:00Z")),
                0.6);
        assertThat(order("tea", fits, shines)).containsExactly("fits", "shines");
    }

    @Test
    void nothingFoundIsNothing() {
        assertThat(QualityRanking.score("tea", List.of())).isEmpty();
    }

    private static List<String> order(String query, Candidate... candidates) {
        return QualityRanking.score(query, List.of(candidates)).stream()
                .sorted(Comparator.comparingDouble(Recalled.Result::score).reversed())
                .map(result -> result.memory().id())
                .toList();
    }
}
