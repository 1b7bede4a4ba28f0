package org.mneme.extract.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Read a short answer with the question before it: "Where do you live?" – "Porto." says where somebody lives. */
final class QuestionAndAnswer {

    private static final int LONGEST_QUESTION = 200;
    private static final int MOST_WORDS = 6;
    private static final Set<String> YES_OR_NO =
            Set.of("yes", "no", "yeah", "yep", "yup", "nope", "nah", "never", "sometimes", "both", "neither", "none");
    private static final Pattern OFFER = Pattern.compile(
            "would you like|do you want me|shall (?:i|we)|should i|anything else|can i|may i|need (?:any |some )?help|how are you"
                    + "|how['’]?s it going|what['’]?s up|does (?:that|this)|is (?:that|this) (?:ok|okay|correct|right|clear|what)|how (?:can|may) i",
            Pattern.CASE_INSENSITIVE);

    private QuestionAndAnswer() {}

    /** Return the last question of a message, if it asks the other for something about himself. */
    static Optional<String> questionOf(String message) {
        String end = message.length() > 400 ? message.substring(message.length() - 400) : message;
        List<Passage> passages = Passages.of(CleanText.of(end));
        if (passages.isEmpty()) {
            return Optional.empty();
        }
        String last = passages.get(passages.size() - 1).text();
        List<String> words = Words.lower(last);
        boolean asksYou =
                words.contains("you") || words.contains("your") || words.contains("you're") || words.contains("yours");
        return last.endsWith("?")
                        && last.length() <= LONGEST_QUESTION
                        && asksYou
                        && !OFFER.matcher(last).find()
                ? Optional.of(Opening.of(last).text())
                : Optional.empty();
    }

    /** Tell whether a message needs the question before it to be understood, and answers it. */
    static boolean isAnswer(String message) {
        if (message.length() > 80
                || message.indexOf('?') >= 0
                || message.strip().indexOf('\n') >= 0) {
            return false;
        }
        List<String> words = Words.lower(message);
        if (words.isEmpty() || words.size() > MOST_WORDS || ThirdPerson.speaksOfSelf(words)) {
            return false;
        }
        return YES_OR_NO.contains(words.get(0)) && words.size() <= 3
                || words.stream().noneMatch(word -> word.startsWith("thank"))
                        && words.stream()
                                .anyMatch(word -> word.chars().anyMatch(Character::isDigit)
                                        || !SmallTalk.is(word, List.of(word), false));
    }
}
