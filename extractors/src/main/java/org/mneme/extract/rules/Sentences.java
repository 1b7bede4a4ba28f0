package org.mneme.extract.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cut a paragraph into sentences.
 *
 * <p>A full stop ends no sentence after an abbreviation or an initial, inside a number, address or file name, nor within
 * quotes, back-quotes or brackets. Runs in linear time; a sentence longer than {@value #LONGEST} characters is cut at a blank.
 */
final class Sentences {

    static final int LONGEST = 1_000;

    private static final int LONGEST_QUOTE = 300;
    private static final Set<String> NEVER_LAST = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "capt", "lt", "col", "gen", "sgt", "vs", "approx", "e.g",
            "i.e", "cf", "eg", "ie", "ca", "viz", "resp", "incl", "mt", "messrs", "mme", "st");
    private static final Set<String> BEFORE_NUMBER = Set.of(
            "no", "nr", "fig", "sec", "vol", "pp", "p", "art", "ch", "eq", "jan", "feb", "mar", "apr", "jun", "jul",
            "aug", "sep", "sept", "oct", "nov", "dec");
    private static final Set<String> SELDOM_LAST = Set.of(
            "etc", "a.m", "p.m", "u.s", "u.k", "u.s.a", "e.u", "inc", "ltd", "co", "corp", "jr", "sr", "ave", "blvd",
            "rd", "dept", "est", "ph.d", "b.sc", "m.sc", "min", "max", "tel");
    private static final Set<String> OPENERS = Set.of(
            "i", "i'm", "i've", "i'll", "i'd", "my", "we", "we're", "the", "it", "it's", "he", "she", "they", "this",
            "that", "you", "but", "and", "so", "our", "also", "please", "then", "there", "what", "can", "could", "do",
            "how", "if", "when", "in", "a", "an");

    private Sentences() {}

    static List<String> of(String paragraph) {
        List<String> sentences = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < paragraph.length()) {
            int end = endAt(paragraph, start, at);
            if (end < 0) {
                at = skip(paragraph, at);
            } else {
                add(sentences, paragraph.substring(start, end));
                start = end;
                at = end;
            }
        }
        add(sentences, paragraph.substring(Math.min(start, paragraph.length())));
        return sentences;
    }

    /** Return where the sentence ends if the character at a place ends it, else -1. */
    private static int endAt(String text, int start, int at) {
        char c = text.charAt(at);
        if (isWideStop(c)) {
            return afterClosers(text, at + 1);
        }
        if (!isStop(c)) {
            return isEmojiEnd(text, at) ? at + 1 : -1;
        }
        int end = at + 1;
        while (end < text.length() && (isStop(text.charAt(end)) || isWideStop(text.charAt(end)))) {
            end++;
        }
        end = afterClosers(text, end);
        if (end < text.length() && !Character.isWhitespace(text.charAt(end)) && !isEmoji(text, end)) {
            return -1;
        }
        if (isInsideSentence(text, end)) {
            return -1;
        }
        return c == '.' && !endsSentence(text, start, at, end) ? -1 : end;
    }

    /** A quote may end in a stop and the sentence around it go on: {@code "Stop!" she said}. */
    private static boolean isInsideSentence(String text, int end) {
        String next = nextWord(text, end);
        return "\"”»".indexOf(text.charAt(end - 1)) >= 0 && !next.isEmpty() && Character.isLowerCase(next.charAt(0));
    }

    private static boolean endsSentence(String text, int start, int dot, int end) {
        String next = nextWord(text, end);
        if (end - dot >= 3) {
            return next.isEmpty() || !Character.isLowerCase(next.charAt(0));
        }
        String before = wordBefore(text, start, dot);
        String lower = before.toLowerCase(Locale.ROOT);
        if (NEVER_LAST.contains(lower) && !next.isEmpty()) {
            return false;
        }
        if (BEFORE_NUMBER.contains(lower) && !next.isEmpty() && Character.isDigit(next.charAt(0))) {
            return false;
        }
        if (before.length() == 1 && Character.isUpperCase(before.charAt(0)) && !before.equals("I")) {
            return next.isEmpty() || OPENERS.contains(next.toLowerCase(Locale.ROOT));
        }
        if (SELDOM_LAST.contains(lower)) {
            return next.isEmpty()
                    || Character.isUpperCase(next.charAt(0)) && OPENERS.contains(next.toLowerCase(Locale.ROOT));
        }
        return !isListNumber(text, start, dot);
    }

    private static boolean isListNumber(String text, int start, int dot) {
        if (dot - start > 5) {
            return false;
        }
        String before = text.substring(start, dot).strip();
        return !before.isEmpty() && before.length() <= 3 && before.chars().allMatch(Character::isDigit);
    }

    private static String wordBefore(String text, int start, int dot) {
        int from = dot;
        while (from > start
                && dot - from < 12
                && (Character.isLetter(text.charAt(from - 1)) || text.charAt(from - 1) == '.')) {
            from--;
        }
        return text.substring(from, dot);
    }

    private static String nextWord(String text, int from) {
        int start = from;
        int limit = Math.min(text.length(), from + 20);
        while (start < limit && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        if (start == limit) {
            return "";
        }
        int end = start;
        while (end < text.length()
                && end - start < 20
                && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '\'')) {
            end++;
        }
        return text.substring(start, end);
    }

    /** Return the next place to look at, past quotes, back-quotes and brackets that close soon. */
    private static int skip(String text, int at) {
        char close = closerOf(text, at);
        if (close == 0) {
            return at + 1;
        }
        int end = at + 1;
        int limit = Math.min(text.length(), at + LONGEST_QUOTE);
        while (end < limit && text.charAt(end) != close) {
            end++;
        }
        if (end == limit) {
            return at + 1;
        }
        // what a quote ends with may end the sentence around it
        return end > at + 1 && isStop(text.charAt(end - 1)) ? end - 1 : end + 1;
    }

    private static char closerOf(String text, int at) {
        boolean opens = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
        return switch (text.charAt(at)) {
            case '"' -> opens && at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1)) ? '"' : 0;
            case '“' -> '”';
            case '«' -> '»';
            case '`' -> '`';
            case '(' -> ')';
            default -> 0;
        };
    }

    private static int afterClosers(String text, int from) {
        int end = from;
        while (end < text.length() && "\"”’'»)]*_".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static boolean isStop(char c) {
        return c == '.' || c == '!' || c == '?' || c == '…' || c == '؟' || c == '۔' || c == '।' || c == '॥' || c == '։'
                || c == '።';
    }

    private static boolean isWideStop(char c) {
        return c == '。' || c == '！' || c == '？' || c == '｡';
    }

    /** An emoji ends a sentence where blank and a capital follow. */
    private static boolean isEmojiEnd(String text, int at) {
        if (!isEmoji(text, at) || at + 2 >= text.length()) {
            return false;
        }
        int next = at + 1;
        return text.charAt(next) == ' ' && Character.isUpperCase(text.charAt(next + 1));
    }

    static boolean isEmoji(String text, int at) {
        int start = at > 0 && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
        int c = text.codePointAt(start);
        return Character.getType(c) == Character.OTHER_SYMBOL
                || c == 0xFE0F
                || c == 0x200D
                || (c >= 0x1F3FB && c <= 0x1F3FF);
    }

    private static void add(List<String> sentences, String text) {
        int from = 0;
        while (from < text.length()) {
            int to = text.length() - from > LONGEST ? cutAfter(text, from) : text.length();
            String sentence = text.substring(from, to).strip();
            if (!sentence.isEmpty()) {
                sentences.add(sentence);
            }
            from = to;
        }
    }

    /** Return a place at most {@link #LONGEST} characters on: at a blank if there is one in the second half. */
    private static int cutAfter(String text, int from) {
        int to = from + LONGEST;
        int blank = text.lastIndexOf(' ', to);
        if (blank > from + LONGEST / 2) {
            return blank;
        }
        return Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
    }
}
