package org.mneme.core.statement;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement says, in a form that can be compared.
 *
 * @param plain its words as they stand, for texts that no rule can read
 * @param holder who says it, where it names somebody other than the user: {@code assistant}, {@code caroline}
 * @param subject who or what it is about, as canonical words; the user is {@code user}
 * @param said the canonical words that follow, in order, without those that change nothing
 * @param frame the small words among them that say how the others belong together: {@code in}, {@code or}, {@code has a}
 * @param names the words of {@code subject} and {@code said} that are names
 * @param slots single-valued things it tells
 * @param discarded words of what it says to have been given up: "from MySQL" in "switched from MySQL to PostgreSQL"
 * @param negations how many
 * @param ended whether it says that something no longer holds
 * @param changed whether it says that something is new
 * @param past whether it tells of something that happened, rather than of how things are
 * @param open whether it asks, supposes, or says several things, and so states no single one
 * @param ordered whether the order of its words decides: "tea over coffee", "not tea but coffee"
 * @param day the day it was said, where it has a date that only this day explains
 */
record Reading(
        List<String> plain,
        String holder,
        List<String> subject,
        List<String> said,
        Set<String> frame,
        Set<String> names,
        List<Slot> slots,
        Set<String> discarded,
        int negations,
        boolean ended,
        boolean changed,
        boolean past,
        boolean open,
        boolean ordered,
        Optional<LocalDate> day) {

    /** Return how often what it says is turned into its opposite. */
    int turns() {
        return negations + (ended ? 1 : 0);
    }

    boolean isNegative() {
        return turns() > 0;
    }
}
