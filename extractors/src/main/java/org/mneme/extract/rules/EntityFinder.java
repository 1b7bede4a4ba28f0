package org.mneme.extract.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.extract.rules.Words.Piece;

/** Find what a sentence names: addresses, quoted titles, amounts, and whatever is written with a capital. */
final class EntityFinder {

    private static final int MOST = 20;
    private static final int LONGEST = 80;
    private static final Pattern ADDRESS = Pattern.compile(
            "\\bhttps?://[^\\s<>\"')\\]]{1,300}|\\b[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,4}");
    private static final Pattern TITLE = Pattern.compile("[\"“«](?=[\\p{Lu}\\d])([^\"”».!?]{2,60})[\"”»]");
    private static final Pattern AMOUNT = Pattern.compile(
            "[$€£¥]\\s?\\d[\\d.,]{0,15}(?:\\s?(?:k|m|million|billion)\\b)?|\\b\\d[\\d.,]{0,15}\\s?(?:%|°[CF]?|€|(?:percent|km|m|cm|mm|miles?|kg|g|mg|lbs?|ml|l|liters?|litres?"
                    + "|gb|mb|tb|kb|ms|seconds?|minutes?|hours?|days?|weeks?|months?|years?|dollars?|euros?|pounds?|usd|eur|gbp|am|pm)\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> JOINERS = Set.of(
            "of", "de", "da", "do", "dos", "del", "di", "la", "le", "van", "von", "der", "den", "bin", "al", "&");

    private static final Set<String> LABELS = WordList.of("labels");
    private static final Set<String> TITLES = Set.of("dr", "mr", "mrs", "ms", "prof", "st");

    private EntityFinder() {}

    /** Return what a sentence names, each once, in the order of kinds and then of the text; at most {@value #MOST}. */
    static List<String> of(String sentence) {
        Set<String> found = new LinkedHashSet<>(names(sentence));
        each(ADDRESS, sentence, 0, found);
        each(TITLE, sentence, 1, found);
        each(AMOUNT, sentence, 0, found);
        return found.stream()
                .map(name -> name.replaceFirst("[.,;:!?]+$", ""))
                .filter(name -> !name.isBlank() && name.length() <= LONGEST)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static void each(Pattern pattern, String sentence, int group, Set<String> found) {
        Matcher matcher = pattern.matcher(sentence);
        while (found.size() < MOST && matcher.find()) {
            found.add(matcher.group(group).strip());
        }
    }

    /** Return the capitalised names in a sentence, words that follow each other joined. */
    static List<String> names(String sentence) {
        List<Piece> pieces = Words.pieces(sentence);
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < pieces.size() && names.size() < MOST) {
            if (!isName(pieces, at)) {
                at++;
                continue;
            }
            int end = endOfName(pieces, at);
            names.add(join(pieces, at, end));
            at = end + 1;
        }
        return names;
    }

    private static int endOfName(List<Piece> pieces, int start) {
        int end = start;
        while (end + 2 < pieces.size() && joins(pieces, end)) {
            if (isCapital(pieces.get(end + 2))
                    && !Words.STARTERS.contains(pieces.get(end + 2).lower())) {
                end += 2;
            } else if (JOINERS.contains(pieces.get(end + 2).text())
                    && end + 4 < pieces.size()
                    && pieces.get(end + 3).text().equals(" ")
                    && isCapital(pieces.get(end + 4))) {
                end += 4;
            } else {
                break;
            }
        }
        return end;
    }

    private static boolean joins(List<Piece> pieces, int at) {
        String between = pieces.get(at + 1).text();
        return between.equals(" ")
                || between.equals(". ") && TITLES.contains(pieces.get(at).lower());
    }

    private static String join(List<Piece> pieces, int start, int end) {
        StringBuilder name = new StringBuilder();
        for (int i = start; i <= end; i++) {
            name.append(pieces.get(i).text());
        }
        return name.toString().replaceFirst("['’][sS]$", "");
    }

    private static boolean isName(List<Piece> pieces, int at) {
        String word =
                pieces.get(at).lower().replaceFirst("(?<=^(?:i|we|you|he|she|they|it|that|there|what|who))'.*$", "");
        if (!isCapital(pieces.get(at))
                || Words.STARTERS.contains(word)
                || Words.STARTERS.contains(word.replaceFirst("'?s$", ""))
                || at == 0 && LABELS.contains(word)) {
            return false;
        }
        return at > 1 || isMixed(pieces.get(at).text()) || at + 2 >= pieces.size() || isSubject(pieces, at);
    }

    /** A sentence begins with a capital: a name does more than that, it is followed by its verb or another name. */
    private static boolean isSubject(List<Piece> pieces, int at) {
        Piece next = pieces.get(at + 2);
        String text = pieces.get(at).lower();
        return text.endsWith("'s")
                || isCapital(next)
                || TITLES.contains(text)
                || JOINERS.contains(next.text())
                || next.lower().equals("and")
                || Words.isVerb(next.lower())
                || Words.isAdverb(next.lower())
                || next.lower().endsWith("s") && next.lower().length() > 3;
    }

    private static boolean isMixed(String text) {
        return text.chars().skip(1).anyMatch(c -> Character.isUpperCase(c) || Character.isDigit(c));
    }

    private static boolean isCapital(Piece piece) {
        if (!piece.word()
                || piece.text().length() < 2
                || !Character.isLetter(piece.text().charAt(0))) {
            return false;
        }
        // "PostgreSQL", "iPhone" and "Ana" are names; "I'm" and "OK" are not, the list of starters says so
        return Character.isUpperCase(piece.text().charAt(0))
                || piece.text().chars().skip(1).anyMatch(Character::isUpperCase)
                        && !piece.text().toUpperCase(Locale.ROOT).equals(piece.text());
    }
}
