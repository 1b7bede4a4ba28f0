package org.mneme.extract.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mneme.extract.rules.Words.Piece;

/**
 * Tell a first-person sentence about its speaker: "I live in Porto" becomes "User lives in Porto".
 *
 * <p>So a memory can be read by anybody, and the same statement has the same words in every conversation. Where a
 * sentence cannot be told so without doubt ("we", quotes in first person, an inverted verb) there is no answer, and the
 * speaker's own words are kept behind his name.
 */
final class ThirdPerson {

    private static final Set<String> I = Set.of("i", "i'm", "i've", "i'd", "i'll", "im", "ive");
    private static final Set<String> UNSAFE = Set.of(
            "we",
            "we're",
            "we've",
            "we'll",
            "we'd",
            "us",
            "our",
            "ours",
            "ourselves",
            "let's",
            "you",
            "your",
            "you're",
            "yours",
            "yourself",
            "you'll",
            "you've",
            "you'd",
            "u",
            "ur");
    /** "Mail me at …" asks for something; told of its speaker it would read like a fact. */
    private static final Set<String> ASKING_FOR = Set.of(
            "mail", "email", "text", "contact", "ping", "meet", "join", "bring", "send", "give", "show", "tell",
            "remind", "help", "let", "teach", "ask", "don't", "never", "always", "please", "address", "keep");

    private static final Set<String> NO_VERBS = Set.of(
            "and", "or", "in", "on", "at", "of", "for", "with", "the", "a", "an", "to", "too", "who", "that", "as",
            "but", "not", "me", "my", "is", "are");
    private static final Set<String> HAD = Set.of("been", "better", "had", "gone", "done", "never", "already");
    private static final Pattern QUOTED_SELF = Pattern.compile("[\"“«`][^\"”»`]{0,300}\\b(?:I|my|me|we|our)\\b");
    private static final Pattern TOLD_TO_YOU = Pattern.compile(
            "\\b(want|need|ask|asked|expect|prefer|like|would like|['’]d like)\\s+(?:for\\s+)?you\\s+to\\b",
            Pattern.CASE_INSENSITIVE);

    private final List<Piece> pieces;
    private final String label;
    private final StringBuilder told = new StringBuilder();
    private boolean named;
    private boolean present;

    private ThirdPerson(String sentence, String label) {
        this.pieces = Words.pieces(sentence);
        this.label = label;
    }

    /** Tell whether a sentence speaks of its speaker. */
    static boolean speaksOfSelf(List<String> words) {
        return words.stream()
                .anyMatch(word -> I.contains(word)
                        || word.equals("my")
                        || word.equals("me")
                        || word.equals("myself")
                        || word.equals("mine"));
    }

    /** Return the sentence told about its speaker, or empty if that is not safe. */
    static Optional<String> tell(String sentence, String label) {
        String text = TOLD_TO_YOU.matcher(sentence).replaceAll("$1 the assistant to");
        List<String> words = Words.lower(text);
        if (words.isEmpty()
                || ASKING_FOR.contains(words.get(0))
                || words.stream().anyMatch(UNSAFE::contains)
                || QUOTED_SELF.matcher(text).find()) {
            return Optional.empty();
        }
        return new ThirdPerson(text, label).told();
    }

    private Optional<String> told() {
        for (int at = 0; at < pieces.size(); at++) {
            Piece piece = pieces.get(at);
            if (!piece.word()) {
                told.append(piece.text());
                continue;
            }
            String word = piece.lower();
            if (I.contains(word)) {
                at = subject(at, word);
                if (at < 0) {
                    return Optional.empty();
                }
                continue;
            }
            told.append(other(at, piece, word));
        }
        return Optional.of(told.toString());
    }

    private String other(int at, Piece piece, String word) {
        String replaced = switch (word) {
            case "my" -> named ? "their" : label + "'s";
            case "me" -> label;
            case "mine" -> label + "'s";
            case "myself" -> "themselves";
            default -> null;
        };
        if (replaced != null) {
            named = true;
            return replaced;
        }
        if (word.equals("to") || Words.MODALS.contains(word)) {
            present = false;
        }
        return present && goesOn(at, word) ? thirdPerson(piece.text(), word) : piece.text();
    }

    /** Tell whether a word is a second verb of "I": "I live here and work there". */
    private boolean goesOn(int at, String word) {
        if (!Words.VERBS.contains(word) || Words.isPast(word) || at + 2 >= pieces.size()) {
            return false;
        }
        int before = at - 2;
        while (before > 0 && Words.isAdverb(pieces.get(before).lower())) {
            before -= 2;
        }
        String joint = before > 0 ? pieces.get(before).lower() : "";
        return (joint.equals("and") || joint.equals("but") || joint.equals("or"))
                && pieces.get(at + 1).text().equals(" ");
    }

    /** Write the subject at a place and its verb; return the place of the last piece written, or -1 if it is not safe. */
    private int subject(int at, String word) {
        if (at >= 2 && isInverted(pieces.get(at - 2).lower(), pieces.get(at - 1).text())) {
            return -1;
        }
        told.append(label);
        named = true;
        if (word.equals("i")) {
            return verb(at);
        }
        present = word.equals("i'm") || word.equals("im");
        told.append(
                switch (word) {
                    case "i'm", "im" -> " is";
                    case "i've", "ive" -> " has";
                    case "i'll" -> " will";
                    default -> hadNotWould(at) ? " had" : " would";
                });
        return at;
    }

    private int verb(int subject) {
        int at = subject + 1;
        while (at < pieces.size()
                && (!pieces.get(at).word() || Words.isAdverb(pieces.get(at).lower()))) {
            if (!pieces.get(at).word() && !pieces.get(at).text().isBlank()) {
                return -1;
            }
            told.append(pieces.get(at).text());
            at++;
        }
        if (at >= pieces.size() || NO_VERBS.contains(pieces.get(at).lower())) {
            return -1;
        }
        String word = pieces.get(at).lower();
        String form = thirdPerson(pieces.get(at).text(), word);
        present = !form.equals(pieces.get(at).text());
        told.append(form);
        return at;
    }

    private boolean hadNotWould(int at) {
        String next = at + 2 < pieces.size() ? pieces.get(at + 2).lower() : "";
        return HAD.contains(next) || next.endsWith("ed") && next.length() > 4;
    }

    private static boolean isInverted(String before, String between) {
        return between.isBlank()
                && (Words.MODALS.contains(before)
                        || Words.AUXILIARIES.contains(before)
                        || before.equals("nor")
                        || before.equals("neither"));
    }

    private static String thirdPerson(String text, String verb) {
        return switch (verb) {
            case "am", "are" -> "is";
            case "have" -> "has";
            case "do" -> "does";
            case "don't", "dont" -> "doesn't";
            case "haven't" -> "hasn't";
            case "aren't", "ain't" -> "isn't";
            case "go" -> "goes";
            default -> isBare(verb) ? withEnding(text) : text;
        };
    }

    private static boolean isBare(String verb) {
        return !Words.isPast(verb)
                && !Words.MODALS.contains(verb)
                && !Words.AUXILIARIES.contains(verb)
                && !verb.equals("gonna")
                && !verb.equals("gotta")
                && !verb.equals("didnt")
                && !verb.equals("cant")
                && verb.chars().allMatch(Character::isLetter);
    }

    private static String withEnding(String verb) {
        if (verb.matches(".*(?:s|x|z|ch|sh)")) {
            return verb + "es";
        }
        if (verb.matches(".*[^aeiou]y")) {
            return verb.substring(0, verb.length() - 1) + "ies";
        }
        return verb + "s";
    }
}
