package org.mneme.extract.dates;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Find the dates an English sentence mentions, counting relative ones from the day it was said (UTC).
 *
 * <p>Recurring dates ("every Friday", "on Mondays", a birthday without a year) are no dates of an event and are left
 * alone, and so is a numeric date that two countries read differently ({@code 03/05/2026}).
 */
public final class DateMentions {

    private static final Instant EARLIEST = Instant.parse("0100-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9900-01-01T00:00:00Z");

    private DateMentions() {}

    /** Return the dates a sentence mentions, in order, none overlapping another. */
    public static List<DateMention> find(String sentence, Instant saidAt) {
        DateReader reader = new DateReader(sentence, dayOf(saidAt));
        reader.absolute();
        reader.relative();
        return reader.inOrder();
    }

    /** Return the sentence with the day written behind every date that is clear only to who knows when it was said. */
    public static String spellOut(String sentence, List<DateMention> mentions) {
        StringBuilder text = new StringBuilder(sentence.length() + 16 * mentions.size());
        int from = 0;
        for (DateMention mention : mentions) {
            text.append(sentence, from, mention.end());
            from = mention.end();
            if (!mention.explicit() && !sentence.startsWith(" (", from)) {
                text.append(" (").append(mention.shown()).append(')');
            }
        }
        return text.append(sentence, from, sentence.length()).toString();
    }

    /** Return the day of a moment (UTC); years no calendar writes with four digits become the nearest that one does. */
    public static LocalDate dayOf(Instant moment) {
        if (moment.isBefore(EARLIEST)) {
            return dayOf(EARLIEST);
        }
        return moment.isAfter(LATEST)
                ? dayOf(LATEST)
                : moment.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
