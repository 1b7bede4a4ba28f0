package org.mneme.extract.dates;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Say where a text mentions a date, and which day is meant.
 *
 * @param start the place of its first character
 * @param end the place after its last character
 * @param first the day meant, or the first day of the week, month or year meant
 * @param last the last day meant; equal to {@code first} for a single day
 * @param shown the date as a reader in another year understands it: {@code 2026-03-02}, {@code 2026-03}, {@code 2026}
 * @param explicit whether the text itself already says as much, so that nothing needs to be added to it
 */
public record DateMention(int start, int end, LocalDate first, LocalDate last, String shown, boolean explicit) {
    public DateMention {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(shown, "shown");
    }

    static DateMention day(int start, int end, LocalDate day, boolean explicit) {
        return new DateMention(start, end, day, day, day.toString(), explicit);
    }

    /** Tell whether a day is among those meant. */
    public boolean covers(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
