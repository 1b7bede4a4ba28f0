package org.mneme.core.recall;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mneme.api.Memory;

/**
 * Hold the date that a query asks about: a year, a month, a day, or some of these.
 *
 * <p>English month names, in full or by three letters, and ISO dates are understood. Words that are something else too, as
 * "may" and "march" are, count only with a capital letter.
 *
 * @param year the year, if named
 * @param month the month, if named
 * @param day the day of the month; only with a month
 */
record DateAsked(OptionalInt year, Optional<Month> month, OptionalInt day) {

    /** People tell of a day within the week after it. */
    private static final int DAYS_TO_TELL = 7;

    /** A year alone says little. */
    private static final double YEAR_FIT = 0.5;

    private static final String MONTH = Arrays.stream(Month.values())
            .map(month -> month.name().charAt(0) + month.name().substring(1).toLowerCase(Locale.ROOT))
            .flatMap(name -> Stream.of(name, name.substring(0, 3)))
            .collect(Collectors.joining("|", "(?<month>Sept|", "|" + unambiguous() + ")\\b\\.?"));

    private static final String DAY = "(?<day>[0-3]?\\d)(?:st|nd|rd|th)?";
    private static final Pattern ISO =
            Pattern.compile("\\b(?<year>(?:19|20)\\d\\d)-(?<month>\\d\\d)(?:-(?<day>\\d\\d))?\\b");
    private static final Pattern YEAR = Pattern.compile("\\b(?<year>(?:19|20)\\d\\d)\\b");
    private static final List<Pattern> MONTHS = List.of(
            Pattern.compile("\\b" + DAY + "(?: of)? " + MONTH),
            Pattern.compile("\\b" + MONTH + " (?:the )?" + DAY + "\\b"),
            Pattern.compile("\\b" + MONTH));

    private static String unambiguous() {
        return Arrays.stream(Month.values())
                .filter(month -> month != Month.MAY && month != Month.MARCH)
                .map(month -> month.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("|"));
    }

    /** Return the first date a query names, if it names any. */
    static Optional<DateAsked> in(String query) {
        Matcher iso = ISO.matcher(query);
        if (iso.find()) {
            return checked(OptionalInt.of(number(iso, "year")), number(iso, "month"), iso);
        }
        OptionalInt year = year(query);
        for (Pattern pattern : MONTHS) {
            Matcher found = pattern.matcher(query);
            if (found.find()) {
                return checked(year, month(found.group("month")), pattern == MONTHS.get(2) ? null : found);
            }
        }
        return year.isEmpty()
                ? Optional.empty()
                : Optional.of(new DateAsked(year, Optional.empty(), OptionalInt.empty()));
    }

    private static OptionalInt year(String query) {
        Matcher found = YEAR.matcher(query);
        return found.find() ? OptionalInt.of(number(found, "year")) : OptionalInt.empty();
    }

    private static int number(Matcher found, String group) {
        return Integer.parseInt(found.group(group));
    }

    private static int month(String name) {
        String start = name.substring(0, 3).toUpperCase(Locale.ROOT);
        return 1
                + List.of(Month.values()).stream()
                        .map(month -> month.name().substring(0, 3))
                        .toList()
                        .indexOf(start);
    }

    private static Optional<DateAsked> checked(OptionalInt year, int month, Matcher day) {
        try {
            OptionalInt number =
                    day == null || day.group("day") == null ? OptionalInt.empty() : OptionalInt.of(number(day, "day"));
            // a leap year knows every day there is
            number.ifPresent(of -> LocalDate.of(2000, month, of));
            return Optional.of(new DateAsked(year, Optional.of(Month.of(month)), number));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /**
     * Return how well a memory's dates fit, 0 … 1: when what it tells of happened, and when it was said, or, where nobody
     * knows that, stored.
     */
    double fit(Memory memory) {
        double said = fit(memory.documentDate().orElse(memory.createdAt()));
        return Math.max(said, memory.eventDate().map(this::fit).orElse(0.0));
    }

    private double fit(Instant moment) {
        LocalDate date = moment.atOffset(ZoneOffset.UTC).toLocalDate();
        if (month.isPresent() && day.isPresent()) {
            return tellsOf(date) ? 1 : 0;
        }
        if (year.isPresent() && year.getAsInt() != date.getYear()) {
            return 0;
        }
        if (month.isEmpty()) {
            return YEAR_FIT;
        }
        return month.get() == date.getMonth() ? 1 : 0;
    }

    private boolean tellsOf(LocalDate date) {
        int in = year.orElse(date.getYear());
        int last = month.get().length(Year.isLeap(in));
        LocalDate asked = LocalDate.of(in, month.get(), Math.min(day.getAsInt(), last));
        long days = ChronoUnit.DAYS.between(asked, date);
        return days >= 0 && days <= DAYS_TO_TELL;
    }
}
