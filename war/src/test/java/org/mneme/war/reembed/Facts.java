package org.mneme.war.reembed;

import java.util.List;

/**
 * Make facts that differ, and for each a question that shares neither the verb nor the thing with it, only the name and what
 * is meant.
 */
final class Facts {

    private static final List<String> FIRST = List.of(
            "Marta", "Jonas", "Aiko", "Pedro", "Lena", "Omar", "Ingrid", "Tomas", "Noor", "Felix", "Greta", "Hugo",
            "Ravi", "Sofia", "Emil", "Yara");
    private static final List<String> LAST = List.of(
            "Silva", "Berger", "Tanaka", "Alvarez", "Novak", "Haddad", "Larsen", "Weber", "Rahman", "Keller", "Moreau",
            "Costa", "Iyer", "Rossi", "Lind", "Aziz");

    private record Kind(String said, List<String> things, String asked) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "%s moved into a flat in %s last spring",
                    List.of("Lisbon", "Oslo", "Kyoto", "Quito", "Graz"), "Which city is home to %s?"),
            new Kind(
                    "%s is not able to eat %s without getting ill",
                    List.of("peanuts", "shellfish", "gluten", "milk", "eggs"), "What food allergies does %s have?"),
            new Kind(
                    "%s spends the working day as a %s",
                    List.of("nurse", "carpenter", "pilot", "translator", "baker"), "What job does %s do for a living?"),
            new Kind(
                    "%s plays the %s with friends every Thursday",
                    List.of("cello", "drums", "trumpet", "harp", "banjo"), "Which musical instrument has %s learned?"),
            new Kind(
                    "%s shares the house with a %s that sheds hair everywhere",
                    List.of("labrador", "persian cat", "ferret", "rabbit", "collie"), "Does %s keep a pet?"));

    private Facts() {}

    private static Kind kind(int number) {
        return KINDS.get(number % KINDS.size());
    }

    /** So many people there are; beyond them a number tells them apart. */
    private static String person(int number) {
        int person = number / KINDS.size();
        String name = FIRST.get(person % FIRST.size()) + " " + LAST.get(person / FIRST.size() % LAST.size());
        int generation = person / (FIRST.size() * LAST.size());
        return generation == 0 ? name : name + " of group " + generation;
    }

    static String said(int number) {
        Kind kind = kind(number);
        return kind.said()
                        .formatted(
                                person(number),
                                kind.things().get(number / 7 % kind.things().size())) + ".";
    }

    static String asked(int number) {
        return kind(number).asked().formatted(person(number));
    }
}
