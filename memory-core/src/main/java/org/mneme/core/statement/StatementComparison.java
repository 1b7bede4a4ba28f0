package org.mneme.core.statement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decide what a newer statement means for an older one.
 *
 * <p>Two statements are the same only if they say the same of the same, word for word once synonyms, contractions, ways to
 * write a number and words without weight are out of the way: statements that differ in a negation, a number, a date or a
 * name never are. The newer takes the older one's place if it turns it into its opposite, gives another value to what has one value at a
 * time, or says itself that something has changed. In doubt they are different, and both are kept.
 */
public final class StatementComparison {

    /** What somebody does with one thing at a time, so that "now" replaces it; "likes" and "speaks" are not among them. */
    private static final Set<String> ONE_AT_A_TIME =
            stems("use drive prefer run report commute host attend wear rent own study deploy favourite");
    /** Verbs that a thing given up was had with. */
    private static final Set<String> HAVING = stems("use drive own decide choose like prefer run rent wear keep buy");

    private static final Set<String> PEOPLE = Set.of("user", "we");

    private StatementComparison() {}

    private static Set<String> stems(String words) {
        Set<String> stems = new HashSet<>();
        for (String word : words.split(" ")) {
            stems.add(Vocabulary.canonical(word));
        }
        return Set.copyOf(stems);
    }

    /**
     * Compare two statements, {@code newer} having been said after {@code older}.
     *
     * @return {@link Verdict#DIFFERENT} wherever there is doubt
     */
    public static Verdict compare(Statement older, Statement newer) {
        return compare(StatementReader.read(older), StatementReader.read(newer));
    }

    static Verdict compare(Reading older, Reading newer) {
        if (!older.holder().equals(newer.holder()) || !sameDay(older, newer)) {
            return Verdict.DIFFERENT;
        }
        if (older.plain().equals(newer.plain())) {
            return Verdict.SAME;
        }
        if (older.open() || newer.open()) {
            return Verdict.DIFFERENT;
        }
        if (isSame(older, newer)) {
            return Verdict.SAME;
        }
        return isReplaced(older, newer) ? Verdict.NEWER : Verdict.DIFFERENT;
    }

    private static boolean sameDay(Reading older, Reading newer) {
        return older.day().isEmpty() || newer.day().isEmpty() || older.day().equals(newer.day());
    }

    private static boolean isSame(Reading older, Reading newer) {
        if (older.negations() != newer.negations()
                || older.ended() != newer.ended()
                || !older.discarded().equals(newer.discarded())
                || older.past() != newer.past()) {
            return false;
        }
        if (sameSlot(older, newer)) {
            return true;
        }
        return sameWords(older, newer)
                && sameFrame(older, newer)
                && !older.said().isEmpty();
    }

    /** Tell whether no small word stands for another: one may lack those the other has, but "or", which always counts. */
    private static boolean sameFrame(Reading older, Reading newer) {
        Set<String> before = new HashSet<>(older.frame());
        before.removeAll(newer.frame());
        Set<String> after = new HashSet<>(newer.frame());
        after.removeAll(older.frame());
        return (before.isEmpty() || after.isEmpty()) && !before.contains("or") && !after.contains("or");
    }

    private static boolean sameSlot(Reading older, Reading newer) {
        if (older.isNegative()) {
            return false;
        }
        for (Slot before : older.slots()) {
            for (Slot after : newer.slots()) {
                if (before.isOfSameThing(after)
                        && before.value().equals(after.value())
                        && before.rest().equals(after.rest())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Tell whether both have the same words, but for what was moved from one end to the other where no order decides. */
    private static boolean sameWords(Reading older, Reading newer) {
        List<String> before = all(older);
        List<String> after = all(newer);
        if (before.equals(after)) {
            return true;
        }
        return before.size() == after.size()
                && !older.ordered()
                && !newer.ordered()
                && isTurned(before, after)
                && roles(before, older, newer).equals(roles(after, older, newer));
    }

    private static boolean isTurned(List<String> before, List<String> after) {
        List<String> twice = new ArrayList<>(before);
        twice.addAll(before);
        return Collections.indexOfSubList(twice, after) >= 0;
    }

    /** Return who does what to whom: names in their order, those of one enumeration sorted. */
    private static List<List<String>> roles(List<String> words, Reading older, Reading newer) {
        List<List<String>> roles = new ArrayList<>();
        int last = -2;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.equals("user")
                    && !older.names().contains(word)
                    && !newer.names().contains(word)) {
                continue;
            }
            if (i == last + 1
                    && !word.equals("user")
                    && !roles.get(roles.size() - 1).contains("user")) {
                roles.get(roles.size() - 1).add(word);
                Collections.sort(roles.get(roles.size() - 1));
            } else {
                roles.add(new ArrayList<>(List.of(word)));
            }
            last = i;
        }
        return roles;
    }

    private static boolean isReplaced(Reading older, Reading newer) {
        return isReversed(older, newer)
                || isGivenUp(older, newer)
                || hasOtherValue(older, newer)
                || hasOtherAmount(older, newer)
                || isExchanged(older, newer);
    }

    /** "I am allergic" – "I am not allergic"; "eats meat" – "stopped eating meat". */
    private static boolean isReversed(Reading older, Reading newer) {
        boolean turned = older.turns() % 2 != newer.turns() % 2 && older.turns() + newer.turns() <= 3;
        return turned && older.past() == newer.past() && sameWords(older, newer);
    }

    /** "Uses MySQL" – "switched from MySQL to PostgreSQL"; "drives a Volvo" – "sold the Volvo". */
    private static boolean isGivenUp(Reading older, Reading newer) {
        if (newer.discarded().isEmpty()
                || older.isNegative()
                || older.past()
                        && !older.said().contains(Vocabulary.canonical("decide"))
                        && !older.said().contains(Vocabulary.canonical("choose"))
                || !older.subject().equals(newer.subject())) {
            return false;
        }
        List<String> things = new ArrayList<>(older.said());
        things.removeIf(word -> HAVING.contains(word) || Vocabulary.VERBS.contains(word));
        return !things.isEmpty() && newer.discarded().containsAll(things);
    }

    private static boolean hasOtherValue(Reading older, Reading newer) {
        if (older.isNegative() || newer.isNegative() || older.past() || newer.past()) {
            return false;
        }
        for (Slot before : older.slots()) {
            for (Slot after : newer.slots()) {
                boolean other = before.isOfSameThing(after)
                        && (before.attribute().equals(after.attribute()) || newer.changed())
                        && !before.value().equals(after.value());
                if (other && !before.value().containsAll(after.value())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * "Runs on port 8080" – "runs on port 9090": a state with another number. Two events with two numbers are two events, and
     * a number in the subject says what is spoken of: bus 28 is another one than bus 31.
     */
    private static boolean hasOtherAmount(Reading older, Reading newer) {
        if (older.past() || newer.past() || older.negations() != newer.negations() || older.ended() || newer.ended()) {
            return false;
        }
        List<String> before = all(older);
        List<String> after = all(newer);
        List<String> oldAmounts = amounts(before);
        List<String> newAmounts = amounts(after);
        boolean person = !older.subject().isEmpty()
                && older.subject().size() == 1
                && (PEOPLE.contains(older.subject().get(0))
                        || older.names().contains(older.subject().get(0)));
        boolean dated = before.stream().anyMatch(word -> word.startsWith("d:") || word.startsWith("t:"));
        before.removeAll(oldAmounts);
        after.removeAll(newAmounts);
        return !oldAmounts.isEmpty()
                && amounts(older.subject()).equals(amounts(newer.subject()))
                && kinds(oldAmounts).equals(kinds(newAmounts))
                && !(person && dated)
                && before.size() > (person ? 1 : 0)
                && before.equals(after);
    }

    private static List<String> amounts(List<String> words) {
        return words.stream().filter(Amounts::isAmount).toList();
    }

    private static List<String> kinds(List<String> amounts) {
        return amounts.stream().map(amount -> amount.substring(0, 2)).toList();
    }

    /** "Drives a Volvo" – "now drives a Tesla". */
    private static boolean isExchanged(Reading older, Reading newer) {
        if (!newer.changed()
                || older.isNegative()
                || newer.isNegative()
                || older.past()
                || !older.subject().equals(newer.subject())) {
            return false;
        }
        Set<String> common = new HashSet<>(older.said());
        common.retainAll(newer.said());
        Set<String> gone = new HashSet<>(older.said());
        gone.removeAll(common);
        Set<String> come = new HashSet<>(newer.said());
        come.removeAll(common);
        if (gone.stream().anyMatch(Amounts::isDate) && come.stream().anyMatch(Amounts::isDate)) {
            return false; // two events, each on a day of its own
        }
        boolean single = common.stream().anyMatch(ONE_AT_A_TIME::contains)
                || older.subject().stream().anyMatch(ONE_AT_A_TIME::contains);
        return single && !gone.isEmpty() && gone.size() <= 2 && !come.isEmpty() && come.size() <= 2;
    }

    private static List<String> all(Reading reading) {
        List<String> words = new ArrayList<>(reading.subject());
        words.addAll(reading.said());
        return words;
    }
}
