package org.mneme.core.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Find the single-valued things a statement tells: where somebody lives, what a favourite food is, when something is due. */
final class Slots {

    private static final Set<String> COPULAS = Set.of("is", "are", "was", "were", "am");
    private static final Set<String> ARTICLES = Set.of("the", "a", "an", "my", "his", "her", "their");
    private static final Set<String> BEFORE_VALUE =
            Set.of("in", "at", "to", "on", "for", "changed", "currently", "named");
    private static final Set<String> AFTER_VALUE = Set.of(
            "as", "since", "with", "and", "but", "because", "where", "when", "for", "until", "from", "near", "again",
            "changed");
    private static final Set<String> MARKERS = Set.of("changed", "currently", "also", "just", "always", "please");
    private static final Set<String> MARITAL =
            Set.of("single", "married", "divorced", "widowed", "engaged", "separated");
    private static final Set<String> NO_PLACES = Set.of(
            "home",
            "night",
            "school",
            "sea",
            "work",
            "house",
            "flat",
            "apartment",
            "suburbs",
            "countryside",
            "peace",
            "fear",
            "weekends",
            "all",
            "dorms",
            "heart",
            "hand",
            "town",
            "downtown",
            "different",
            "another",
            "same");
    private static final Set<String> QUALITIES = Set.of(
            "great", "good", "bad", "nice", "hard", "easy", "late", "early", "high", "low", "tight", "close", "far",
            "long", "short", "old", "new", "kind", "mean", "tough", "fun", "sick", "ill", "tired", "rude", "angry",
            "happy", "sad", "tall", "small", "big", "smart", "strict", "cool", "ok", "okay", "fine", "unknown",
            "missing");
    private static final Set<String> PART_OF_THE_TIME = Set.of(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "week",
            "weekday",
            "weekend",
            "day",
            "night",
            "morning",
            "evening",
            "summer",
            "winter",
            "spring",
            "autumn",
            "during",
            "sometime",
            "part",
            "half",
            "occasionally",
            "temporarily",
            "while",
            "holiday");
    private static final Set<String> RENEWED = Set.of("new", "current", "latest", "now");
    private static final int LONGEST_VALUE = 6;
    private static final String FAVOURITE = Vocabulary.canonical("favourite");

    private final List<String> words;
    private final Set<String> names;
    private final List<Slot> slots = new ArrayList<>();

    private Slots(List<String> words, Set<String> names) {
        this.words = words;
        this.names = names;
    }

    /** Return what unified words tell. */
    static List<Slot> of(List<String> words, Set<String> names) {
        Slots found = new Slots(words, names);
        found.aboutSomebody();
        found.aboutSomething();
        return List.copyOf(found.slots);
    }

    /** What a person does: "user live in porto", "caroline work at acme", "user has n:2 children". */
    private void aboutSomebody() {
        int verb = verb();
        if (verb + 1 >= words.size()) {
            return;
        }
        Set<String> who = canonical(0, verb);
        String next = words.get(verb + 1);
        switch (words.get(verb)) {
            case "live" -> addIf(next.equals("in"), who, "home", verb + 2);
            case "work" -> {
                addIf(next.equals("at"), who, "work", verb + 2);
                addIf(next.equals("for") && isPlace(verb + 2, false), who, "work for", verb + 2);
            }
            case "asjob", "spouse", "nickname" -> addIf(next.equals("is"), who, words.get(verb), verb + 2);
            case "named" -> add(who, "name", verb + 1);
            case "is" -> being(who, verb + 1);
            case "weighs", "weigh" -> add(who, "weight", verb + 1);
            case "has", "have" -> counting(who, verb + 1);
            case "prefer" -> preferring(who, verb + 1);
            case "answer", "reply", "respond", "write", "speak" ->
                addIf(who.isEmpty() && next.equals("in"), Set.of("assistant"), "language", verb + 2);
            default -> {}
        }
    }

    private void being(Set<String> who, int from) {
        int at = MARKERS.contains(words.get(from)) ? from + 1 : from;
        if (at >= words.size()) {
            return;
        }
        String word = words.get(at);
        if (MARITAL.contains(word)) {
            slots.add(new Slot(who, "marital", Set.of(word), Slot.Kind.WORD, canonical(at + 1, words.size())));
        } else if (word.startsWith("n:") && canonical(at + 1, words.size()).isEmpty()) {
            slots.add(new Slot(who, "age", Set.of(word), Slot.Kind.AMOUNT, Set.of()));
        }
    }

    private void counting(Set<String> who, int at) {
        List<String> counted = StatementReader.content(words.subList(at, words.size()), names);
        if (counted.size() == 2 && counted.get(0).startsWith("n:")) {
            slots.add(new Slot(who, "count of " + counted.get(1), Set.of(counted.get(0)), Slot.Kind.AMOUNT, Set.of()));
        }
    }

    private void preferring(Set<String> who, int at) {
        int than = words.indexOf("than");
        if (than <= at) {
            return;
        }
        Set<String> better = canonical(at, than);
        Set<String> both = new TreeSet<>(canonical(than + 1, words.size()));
        both.addAll(better);
        slots.add(new Slot(who, "preferred of " + both, better, Slot.Kind.WORD, Set.of()));
    }

    /** What a thing is: "user's favourite food is sushi", "the deadline is d:2026-05-03", "the owner of billing is ana". */
    private void aboutSomething() {
        int copula = copula();
        if (copula < 0 || copula + 1 >= words.size()) {
            return;
        }
        Set<String> of = canonical(0, copula);
        Set<String> behind = canonical(copula + 1, words.size());
        if (behind.contains(FAVOURITE)
                && !of.contains(FAVOURITE)
                && words.get(copula + 1).endsWith("'s")) {
            // "Sushi is User's favourite food."
            slots.add(new Slot(behind, "is", of, Slot.Kind.WORD, Set.of()));
        } else if (of.contains(FAVOURITE) || has(copula, Vocabulary.SINGLE_VALUED)) {
            of.removeAll(RENEWED);
            add(of, has(copula, Vocabulary.PERSONS) ? "person" : "is", copula + 1);
        }
    }

    private boolean has(int end, Set<String> list) {
        return words.subList(0, end).stream().anyMatch(word -> list.contains(word) && !names.contains(word));
    }

    private int copula() {
        for (int i = 1; i < words.size(); i++) {
            if (COPULAS.contains(words.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void addIf(boolean applies, Set<String> of, String attribute, int from) {
        if (applies) {
            add(of, attribute, from);
        }
    }

    private void add(Set<String> of, String attribute, int from) {
        int start = from;
        boolean article = false;
        while (start < words.size()
                && (BEFORE_VALUE.contains(words.get(start)) || ARTICLES.contains(words.get(start)))) {
            article |= ARTICLES.contains(words.get(start));
            start++;
        }
        boolean place = attribute.equals("home") || attribute.startsWith("work");
        // who works there on Mondays may work elsewhere on Tuesdays
        if (place && words.subList(start, words.size()).stream().anyMatch(Slots::isPartOfTheTime)) {
            return;
        }
        int end = start;
        while (end < words.size()
                && !AFTER_VALUE.contains(words.get(end))
                && !(place && Amounts.isAmount(words.get(end)))) {
            end++;
        }
        if (start >= end
                || end - start > LONGEST_VALUE
                || words.get(start).equals("not")
                || words.indexOf("ended") > start) {
            return;
        }
        Slot.Kind kind = switch (attribute) {
            case "home", "work", "work for" -> isPlace(start, article) ? Slot.Kind.NAME : Slot.Kind.QUALITY;
            case "person", "spouse" -> names.contains(words.get(start)) ? Slot.Kind.NAME : Slot.Kind.QUALITY;
            case "name", "nickname" -> Slot.Kind.WORD;
            default -> of.contains(FAVOURITE) ? Slot.Kind.WORD : kind(start, end);
        };
        slots.add(new Slot(of, attribute, canonical(start, end), kind, canonical(end, words.size())));
    }

    /** A name is a place; so is what people write small and without an article, but for some fixed phrases. */
    private boolean isPlace(int at, boolean article) {
        return at < words.size() && names.contains(words.get(at)) || !article && !NO_PLACES.contains(words.get(at));
    }

    private Slot.Kind kind(int start, int end) {
        List<String> value = words.subList(start, end);
        if (value.stream().anyMatch(Amounts::isDate)) {
            return Slot.Kind.DATE;
        }
        if (value.stream().anyMatch(Amounts::isAmount)) {
            return Slot.Kind.AMOUNT;
        }
        String first = value.get(0);
        if (names.contains(first)) {
            return Slot.Kind.NAME;
        }
        boolean quality = QUALITIES.contains(first) || first.matches(".*(?:ful|ing|ive|ous|able|ible|less|ic|ed|ly)");
        return quality ? Slot.Kind.QUALITY : Slot.Kind.WORD;
    }

    /** Return the place of the verb of a sentence about somebody; of the first word that is no marker in an order. */
    private int verb() {
        int at = 0;
        if (!words.isEmpty() && isPerson(words.get(0))) {
            boolean owner = words.get(0).endsWith("'s");
            at = 1;
            while (at < words.size() && (names.contains(bare(words.get(at))) || owner && !isVerb(words.get(at)))) {
                at++;
            }
        }
        while (at < words.size() && MARKERS.contains(words.get(at))) {
            at++;
        }
        return at;
    }

    private boolean isPerson(String word) {
        return bare(word).equals("user") || word.equals("we") || names.contains(bare(word));
    }

    private static boolean isPartOfTheTime(String word) {
        return PART_OF_THE_TIME.contains(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
    }

    private static boolean isVerb(String word) {
        return Vocabulary.VERBS.contains(Vocabulary.canonical(word));
    }

    private static String bare(String word) {
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    /** Return the canonical words between two places. */
    private Set<String> canonical(int from, int to) {
        return new HashSet<>(StatementReader.content(words.subList(from, to), names));
    }
}
