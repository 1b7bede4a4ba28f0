package org.mneme.war.retaindb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answer a question with the memories that fit it, word by word.
 *
 * <p>The coverage is the share of the question's words, without those every question has, that the memories hold.
 */
final class ExtractiveAnswer {

    private static final String METHOD = "extractive";
    private static final String NOTHING = "No memory of this user answers that.";
    private static final String HEADING = "Composed of the best matching memories, without a language model:";

    private static final Set<String> EMPTY_WORDS = Set.of(
            "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "by", "can", "did", "do", "does", "for",
            "from", "has", "have", "he", "her", "his", "how", "i", "in", "is", "it", "its", "know", "me", "my", "of",
            "on", "or", "s", "she", "should", "tell", "that", "the", "their", "them", "they", "this", "to", "user",
            "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "you", "your");

    private record Support(String id, String content) {}

    private ExtractiveAnswer() {}

    static Answers.Asked of(String question, Searcher.Searched searched, String traceId) {
        PendingSearch asked = new PendingSearch(withoutEmptyWords(question));
        List<Support> support = new ArrayList<>();
        searched.pending().stream()
                .filter(match -> asked.share(match.pending().content()) > 0)
                .forEach(match -> support.add(
                        new Support(match.pending().id(), match.pending().content())));
        searched.recalled().results().stream()
                .filter(result -> result.similarity() > 0)
                .forEach(result -> support.add(
                        new Support(result.memory().id(), result.memory().content())));
        String all = support.stream().map(Support::content).collect(Collectors.joining(" "));
        return new Answers.Asked(
                true,
                support.isEmpty() ? NOTHING : answer(support),
                METHOD,
                support.stream().map(Support::id).toList(),
                asked.share(all),
                traceId);
    }

    private static String answer(List<Support> support) {
        return support.stream()
                .map(memory -> "- " + memory.content().strip().replaceAll("\\s*\\R\\s*", " "))
                .collect(Collectors.joining("\n", HEADING + "\n", ""));
    }

    private static String withoutEmptyWords(String question) {
        return PendingSearch.words(question).stream()
                .filter(word -> !EMPTY_WORDS.contains(word))
                .collect(Collectors.joining(" "));
    }
}
