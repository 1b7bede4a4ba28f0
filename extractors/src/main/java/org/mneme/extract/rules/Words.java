package org.mneme.extract.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Look at text word by word. A word keeps its apostrophes and inner dashes; curly apostrophes count as straight ones. */
final class Words {

    static final Set<String> VERBS = WordList.of("verbs");
    static final Set<String> PAST_VERBS = WordList.of("past-verbs");
    static final Set<String> ADVERBS = WordList.of("adverbs");
    static final Set<String> STARTERS = WordList.of("starters");
    static final Set<String> KIN = WordList.of("kin");
    static final Set<String> MODALS = Set.of(
            "can",
            "can't",
            "cannot",
            "could",
            "couldn't",
            "will",
            "won't",
            "would",
            "wouldn't",
            "should",
            "shouldn't",
            "must",
            "mustn't",
            "may",
            "might",
            "shall",
            "shan't",
            "needn't",
            "ought");
    static final Set<String> AUXILIARIES = Set.of(
            "am", "is", "are", "was", "were", "do", "does", "did", "have", "has", "had", "don't", "didn't", "doesn't",
            "haven't", "hasn't", "hadn't", "wasn't", "weren't", "isn't", "aren't");

    /** Past forms end in "ed"; these do so as they stand. */
    private static final Set<String> PRESENT_IN_ED = Set.of(
            "need", "feed", "breed", "speed", "succeed", "proceed", "exceed", "bleed", "weed", "embed", "shed", "seed",
            "wed");

    /** A word or what stands between two words. */
    record Piece(String text, boolean word) {
        String lower() {
            return text.toLowerCase(Locale.ROOT).replace('’', '\'');
        }
    }

    private Words() {}

    /** Cut a text into words and what stands between them; joined again they are the text. */
    static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = from;
            boolean word = isPartOfWord(text, from);
            while (to < text.length() && isPartOfWord(text, to) == word) {
                to++;
            }
            pieces.add(new Piece(text.substring(from, to), word));
            from = to;
        }
        return pieces;
    }

    /** Return the words of a text in lower case. */
    static List<String> lower(String text) {
        List<String> words = new ArrayList<>();
        for (Piece piece : pieces(text)) {
            if (piece.word()) {
                words.add(piece.lower());
            }
        }
        return words;
    }

    static boolean isAdverb(String word) {
        return ADVERBS.contains(word)
                || (word.endsWith("ly")
                        && word.length() > 4
                        && !word.equals("apply")
                        && !word.equals("reply")
                        && !word.equals("supply")
                        && !word.equals("rely"));
    }

    static boolean isPast(String word) {
        return PAST_VERBS.contains(word) || (word.endsWith("ed") && word.length() > 3 && !PRESENT_IN_ED.contains(word));
    }

    /** Tell whether a word, where a verb must be, is one: a known verb, a past form, or an auxiliary. */
    static boolean isVerb(String word) {
        return VERBS.contains(word) || MODALS.contains(word) || AUXILIARIES.contains(word) || isPast(word);
    }

    private static boolean isPartOfWord(String text, int at) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c) || Character.isSurrogate(c) && isLetter(text, at) || isMark(c)) {
            return true;
        }
        boolean inside = at > 0
                && at + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at + 1));
        return inside && (c == '\'' || c == '’' || c == '-' || c == '_');
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isLetter(String text, int at) {
        int start = at > 0 && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
        return Character.isLetter(text.codePointAt(start));
    }
}
