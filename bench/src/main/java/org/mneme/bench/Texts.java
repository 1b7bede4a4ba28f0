package org.mneme.bench;

import java.util.List;
import java.util.Random;

/** Make texts as agents store them: about 25 words each, all different, always the same for the same number. */
final class Texts {

    private static final List<String> PEOPLE = List.of(
            "Alice",
            "Nadia",
            "Tom",
            "the customer",
            "Maria from procurement",
            "our tester",
            "Kenji",
            "the new tenant",
            "Doctor Osei",
            "the night shift",
            "Priya",
            "the reseller in Lyon");
    private static final List<String> VERBS = List.of(
            "asked for",
            "complained about",
            "prefers",
            "has postponed",
            "signed off",
            "cancelled",
            "wants to compare",
            "remembers fondly",
            "could not find",
            "recommended",
            "is allergic to",
            "paid for");
    private static final List<String> THINGS = List.of(
            "the blue running shoes",
            "a refund of the last invoice",
            "window seats on long flights",
            "the login page",
            "weekly reports by email",
            "peanuts and shellfish",
            "the annual maintenance contract",
            "jazz records",
            "a quieter room",
            "the database migration",
            "an extra battery",
            "the vegetarian menu",
            "two factor login",
            "gardening tools",
            "the quarterly forecast",
            "piano lessons");
    private static final List<String> CIRCUMSTANCES = List.of(
            "because the delivery came late",
            "after the call on Monday",
            "before the trip to Porto",
            "although the budget is tight",
            "when the support line was busy",
            "since moving to the new office",
            "during the spring campaign",
            "while the old system still ran",
            "as agreed with the manager",
            "until the next release is out");

    private Texts() {}

    /** Return the memory with a number. */
    static String memory(int number) {
        Random random = new Random(31L * number + 7);
        return pick(PEOPLE, random) + " " + pick(VERBS, random) + " " + pick(THINGS, random) + " "
                + pick(CIRCUMSTANCES, random) + "; ticket " + (10_000 + number) + ", and later " + pick(PEOPLE, random)
                + " "
                + pick(VERBS, random) + " " + pick(THINGS, random) + ".";
    }

    /** Return the query with a number; no two are the same, so that no cache answers. */
    static String query(int number) {
        Random random = new Random(97L * number + 13);
        return "What do we know about " + pick(THINGS, random) + " and " + pick(PEOPLE, random) + " "
                + pick(CIRCUMSTANCES, random) + "? (" + number + ")";
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
