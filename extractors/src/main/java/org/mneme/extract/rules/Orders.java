package org.mneme.extract.rules;

import java.util.List;
import java.util.Set;

/** Tell orders apart: ways of working from now on, single pieces of work, and sentences that only look like orders. */
final class Orders {

    private static final Set<String> STANDING = WordList.of("instructing");
    private static final Set<String> REQUESTS = WordList.of("requests");
    private static final Set<String> POLITE = Set.of("please", "kindly", "just", "also", "then", "now");
    private static final Set<String> SUBJECTS =
            Set.of("is", "are", "was", "were", "has", "have", "had", "i", "we", "they", "he", "she", "it");

    private Orders() {}

    /** "Always answer in French", "Never deploy on Fridays", "Please don't use emojis". */
    static boolean isStanding(List<String> words) {
        List<String> order = withoutPoliteness(words);
        if (order.size() < 2 || !STANDING.contains(order.get(0))) {
            return false;
        }
        return switch (order.get(0)) {
            case "do" -> order.get(1).equals("not");
            case "always", "never" -> !SUBJECTS.contains(order.get(1));
            default -> !SUBJECTS.contains(order.get(1)) && !order.get(1).equals("of");
        };
    }

    /** "Write a poem about cats", "can you fix this". */
    static boolean isRequest(List<String> words) {
        List<String> order = withoutPoliteness(words);
        if (order.isEmpty() || isStanding(words)) {
            return false;
        }
        return REQUESTS.contains(order.get(0)) && order.size() > 1 && !SUBJECTS.contains(order.get(1));
    }

    private static List<String> withoutPoliteness(List<String> words) {
        int from = 0;
        while (from < words.size() && POLITE.contains(words.get(from))) {
            from++;
        }
        return words.subList(from, words.size());
    }
}
