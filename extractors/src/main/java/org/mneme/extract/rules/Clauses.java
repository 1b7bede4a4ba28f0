package org.mneme.extract.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cut a sentence into clauses that each say one thing: "I am allergic to peanuts and I live in Porto" is two.
 *
 * <p>A clause that leaves its subject out ("… and work at Acme") gets it back. Where the second part needs the first to be
 * understood (a pronoun, a condition, an infinitive both share) the sentence stays whole: better one long memory than a
 * wrong one.
 */
final class Clauses {

    private static final Pattern JOINT = Pattern.compile(
            "(?:\\s*[,;]\\s+|\\s+[-–—]+\\s+|\\s+)(?:(?:and|but|plus|while|whereas)\\s+)(?:also\\s+|then\\s+)?|\\s*;\\s+|\\s*,\\s+|\\s+[-–—]+\\s+");
    /** "to swim", but not "to Lisbon" nor "to the sea". */
    private static final Pattern INFINITIVE =
            Pattern.compile("\\bto\\s+(?!(?:the|an?|my|our|his|her|their|this|that|it|work|school|bed)\\b)\\p{Ll}");

    private static final Set<String> SELF =
            Set.of("i", "i'm", "i've", "i'd", "i'll", "im", "ive", "we", "we're", "we've", "we'll", "we'd");
    private static final Set<String> OWN = Set.of("my", "our");
    private static final Set<String> DANGLING = Set.of(
            "it",
            "it's",
            "its",
            "they",
            "they're",
            "them",
            "their",
            "he",
            "he's",
            "she",
            "she's",
            "him",
            "her",
            "his",
            "one",
            "ones",
            "this",
            "these",
            "those",
            "there",
            "so",
            "therefore");
    private static final Set<String> SUBORDINATORS = Set.of(
            "if",
            "when",
            "whenever",
            "because",
            "unless",
            "until",
            "while",
            "although",
            "though",
            "since",
            "after",
            "before",
            "once",
            "where",
            "who",
            "which",
            "that",
            "whether",
            "said",
            "told",
            "says",
            "think",
            "believe",
            "hope",
            "guess",
            "wish");
    private static final Set<String> ORDERS =
            Set.of("always", "never", "don't", "do", "avoid", "use", "keep", "please", "make", "stop");

    private Clauses() {}

    static List<String> of(String sentence) {
        List<String> clauses = new ArrayList<>();
        if (SUBORDINATORS.contains(first(Words.lower(head(sentence, 30))))) {
            return List.of(sentence);
        }
        boolean[] covered = covered(sentence);
        Matcher joint = JOINT.matcher(sentence);
        int from = 0;
        String subject = "";
        while (joint.find()) {
            if (joint.start() <= from || covered[joint.start()]) {
                continue;
            }
            String left = subject + sentence.substring(from, joint.start());
            String right = sentence.substring(joint.end());
            String missing = subjectBetween(left, right, joint.group());
            if (missing != null) {
                clauses.add(Opening.capitalised(left.strip()));
                from = joint.end();
                subject = missing;
            }
        }
        clauses.add(Opening.capitalised((subject + sentence.substring(from)).strip()));
        return clauses;
    }

    /** Return what to put before the right part so that it stands alone; null if the two must stay together. */
    private static String subjectBetween(String left, String right, String joint) {
        List<String> before = Words.lower(head(left, 400));
        List<String> after = clauseWords(right);
        if (before.size() < 2 || after.size() < 2 || after.stream().anyMatch(DANGLING::contains) || !isClause(before)) {
            return null;
        }
        boolean strong = joint.indexOf(',') >= 0
                || joint.indexOf(';') >= 0
                || joint.indexOf('-') >= 0
                || joint.indexOf('–') >= 0
                || joint.indexOf('—') >= 0;
        boolean worded = joint.chars().anyMatch(Character::isLetter);
        if (!strong && before.stream().anyMatch(SUBORDINATORS::contains)) {
            return null;
        }
        if (SELF.contains(after.get(0)) || OWN.contains(after.get(0)) && hasVerb(after.subList(1, after.size()))) {
            return "";
        }
        if (!worded) {
            return null;
        }
        if (ORDERS.contains(before.get(0)) && ORDERS.contains(after.get(0))
                || isNamedClause(right, after) && isNamedClause(left, before)) {
            return "";
        }
        // behind a comma the last verb of an enumeration looks like a clause: "we watch movies, hike, and have dinner"
        return left.indexOf(',') < 0 && !INFINITIVE.matcher(left).find() && goesOn(before, after)
                ? (before.get(0).startsWith("we") ? "We " : "I ")
                : null;
    }

    /** Tell whether the right part goes on about "I" with another verb of the same tense. */
    private static boolean goesOn(List<String> before, List<String> after) {
        if (!SELF.contains(before.get(0))
                || before.stream().anyMatch(Words.MODALS::contains)
                || before.get(0).endsWith("'ll")
                || before.get(0).endsWith("'d")
                || before.stream().anyMatch(SUBORDINATORS::contains)) {
            return false;
        }
        String verb = verbOf(before.subList(1, before.size()));
        String next = verbOf(after);
        boolean isBe = before.get(0).endsWith("'m")
                || before.get(0).equals("im")
                || before.get(0).endsWith("'re")
                || Set.of("am", "was", "were", "are").contains(verb);
        if (after.size() < 2 || next.isEmpty() || before.size() < 3 && !isBe) {
            return false;
        }
        if (Words.isPast(next) && !Words.AUXILIARIES.contains(next)) {
            return !isBe && Words.isPast(verb) && Words.VERBS.contains(next);
        }
        return !Words.isPast(verb)
                && (Words.VERBS.contains(next) || next.equals("am") || next.equals("don't"))
                && !next.equals("used");
    }

    /** Return the first word that is no adverb. */
    private static String verbOf(List<String> words) {
        return words.stream().filter(word -> !Words.isAdverb(word)).findFirst().orElse("");
    }

    private static boolean isClause(List<String> words) {
        return SELF.contains(words.get(0)) || ORDERS.contains(words.get(0)) || hasVerb(words.subList(1, words.size()));
    }

    private static boolean hasVerb(List<String> words) {
        return words.stream().anyMatch(word -> Words.isVerb(word) || isThirdPerson(word));
    }

    private static boolean isThirdPerson(String word) {
        return word.length() > 3
                && word.endsWith("s")
                && (Words.VERBS.contains(word.substring(0, word.length() - 1))
                        || word.length() > 4
                                && word.endsWith("es")
                                && Words.VERBS.contains(word.substring(0, word.length() - 2)));
    }

    /** Tell whether a text begins with a name and a verb: "Ana lives in Rome". */
    private static boolean isNamedClause(String text, List<String> words) {
        return words.size() > 2
                && Character.isUpperCase(text.stripLeading().charAt(0))
                && !Words.STARTERS.contains(words.get(0))
                && (isThirdPerson(words.get(1)) || Words.AUXILIARIES.contains(words.get(1)));
    }

    /** Return the words of the right part up to its next joint, where the pronouns of another clause begin. */
    private static List<String> clauseWords(String right) {
        Matcher next = JOINT.matcher(right);
        String text = next.find() && next.start() > 0 ? right.substring(0, next.start()) : right;
        return Words.lower(head(text, 400));
    }

    /** Mark what lies within quotes, back-quotes or brackets. */
    private static boolean[] covered(String sentence) {
        boolean[] covered = new boolean[sentence.length() + 1];
        char close = 0;
        for (int i = 0; i < sentence.length(); i++) {
            char c = sentence.charAt(i);
            if (close == 0) {
                close = switch (c) {
                    case '"' -> '"';
                    case '“' -> '”';
                    case '`' -> '`';
                    case '(' -> ')';
                    case '[' -> ']';
                    default -> 0;
                };
                covered[i] = close != 0;
            } else {
                covered[i] = true;
                close = c == close ? 0 : close;
            }
        }
        return covered;
    }

    private static String first(List<String> words) {
        return words.isEmpty() ? "" : words.get(0);
    }

    private static String head(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
