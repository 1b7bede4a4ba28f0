package org.mneme.extract.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Find what a question tells: "Since I live in Porto, can you recommend a restaurant?" tells where somebody lives. */
final class Questions {

    private static final Set<String> ASKING = Set.of(
            "what",
            "what's",
            "whats",
            "who",
            "who's",
            "whom",
            "whose",
            "which",
            "where",
            "where's",
            "when",
            "when's",
            "why",
            "how",
            "how's",
            "is",
            "isn't",
            "are",
            "aren't",
            "am",
            "was",
            "wasn't",
            "were",
            "do",
            "does",
            "did",
            "don't",
            "doesn't",
            "didn't",
            "can",
            "can't",
            "could",
            "couldn't",
            "will",
            "won't",
            "would",
            "wouldn't",
            "should",
            "shouldn't",
            "shall",
            "may",
            "might",
            "has",
            "have",
            "had",
            "hasn't",
            "haven't",
            "any",
            "anything",
            "anyone");
    private static final Set<String> INVERTED = Set.of(
            "i", "you", "we", "he", "she", "it", "they", "there", "this", "that", "the", "my", "your", "our", "a", "an",
            "anyone", "someone");
    private static final Pattern TAG = Pattern.compile(
            ",\\s*(?:right|ok|okay|you know|yeah|correct|remember|isn['’]t it|aren['’]t (?:i|they)|don['’]t i|didn['’]t i|haven['’]t i)\\s*\\?+$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern REASON = Pattern.compile(
            "^(?:since|because|as|given that|considering(?: that)?|now that|seeing that)\\s+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern POLITE =
            Pattern.compile("^(?:can|could|would|will) you\\s+(?:please\\s+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern LASTING = Pattern.compile(
            "^(?:call me|address me|always|never|stop|from now on|keep|avoid)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern JOINT = Pattern.compile("\\s*[,;:]\\s+|\\s+[-–—]+\\s+");
    private static final Pattern TRAILING_REASON = Pattern.compile(
            "[,\\s]+(?:because|since|as|given that|considering(?: that)?)\\s+(?=(?:I|I['’]\\p{L}+|[Mm]y|we)\\b)");

    private Questions() {}

    /** Tell whether a sentence asks: it ends so, or begins with a question word and an inverted verb. */
    static boolean is(String sentence, List<String> words) {
        if (sentence.endsWith("?")
                || sentence.endsWith("？")
                || sentence.endsWith("؟")
                || sentence.matches(".{0,2000}\\?[!?\\s\\p{So})]{1,10}$")) {
            return true;
        }
        if (words.size() < 3 || !ASKING.contains(words.get(0))) {
            return false;
        }
        return Words.AUXILIARIES.contains(words.get(0)) || Words.MODALS.contains(words.get(0))
                ? INVERTED.contains(words.get(1)) && !words.get(0).startsWith("don't")
                : words.subList(1, Math.min(words.size(), 4)).stream()
                                .anyMatch(
                                        Set.of("do", "does", "did", "is", "are", "can", "should", "would", "could")
                                                ::contains)
                        && INVERTED.contains(words.get(2));
    }

    /** Return the statement within a question, ready to be read on its own; empty if it only asks. */
    static Optional<String> statementIn(String question) {
        Matcher tag = TAG.matcher(question);
        if (tag.find() && !asks(question)) {
            return Optional.of(question.substring(0, tag.start()) + ".");
        }
        Matcher polite = POLITE.matcher(question);
        if (polite.find() && isStanding(question.substring(polite.end()))) {
            return Optional.of(
                    Opening.capitalised(question.substring(polite.end()).replaceFirst("[?!\\s]+$", "")) + ".");
        }
        Matcher reason = REASON.matcher(question);
        String text = reason.find() ? question.substring(reason.end()) : question;
        Matcher joint = JOINT.matcher(text);
        int end = -1;
        while (joint.find()) {
            if (asks(text.substring(joint.end()))) {
                end = joint.start();
                break;
            }
        }
        if (end > 0 && tells(text.substring(0, end))) {
            return Optional.of(Opening.capitalised(text.substring(0, end).strip()) + ".");
        }
        Matcher trailing = TRAILING_REASON.matcher(question);
        if (trailing.find()) {
            return Optional.of(
                    Opening.capitalised(question.substring(trailing.end()).replaceFirst("[?!\\s]+$", "")) + ".");
        }
        return Optional.empty();
    }

    /** "Could you call me Nadi?", "Can you always answer in French?" */
    private static boolean isStanding(String order) {
        return Orders.isStanding(Words.lower(order)) && LASTING.matcher(order).find();
    }

    private static boolean asks(String text) {
        List<String> words = Words.lower(text.length() > 60 ? text.substring(0, 60) : text);
        return !words.isEmpty()
                && (ASKING.contains(words.get(0))
                        || words.get(0).equals("please")
                        || words.size() > 1 && words.get(0).equals("so") && ASKING.contains(words.get(1)));
    }

    private static boolean tells(String text) {
        List<String> words = Words.lower(text);
        return words.size() >= 3
                && !asks(text)
                && (ThirdPerson.speaksOfSelf(words) || words.contains("we") || words.contains("our"))
                && words.stream()
                        .anyMatch(word ->
                                Words.isVerb(word) || word.endsWith("'m") || word.endsWith("'ve") || word.equals("is"));
    }

    /** Tell whether a question is worth keeping as one: it is about the speaker and names something. */
    static boolean isTelling(List<String> words, boolean namesSomething) {
        boolean own = words.contains("my") || words.contains("our");
        return words.size() >= 4
                && (own && words.size() >= 6
                        || namesSomething
                                && (own || words.contains("i") || words.contains("we") || words.contains("me")));
    }
}
