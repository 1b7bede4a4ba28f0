package org.mneme.extract.dates;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collect the mentions of one sentence: what is found first keeps its place. */
final class DateReader {

    private static final String WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
    private static final String MONTH =
            "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
                    + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    private static final String COUNT =
            "(?:\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve" + "|a couple of|a few)";

    private static final Pattern ISO = pattern("\\b(\\d{4})-(\\d{2})-(\\d{2})\\b");
    private static final Pattern NUMERIC = pattern("\\b(\\d{1,2})([/.])(\\d{1,2})\\2(\\d{4})\\b");
    private static final Pattern DAY_MONTH =
            pattern("\\b(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?\\s+(" + MONTH + ")\\b(?:\\.?,?\\s+(\\d{4})\\b)?");
    private static final Pattern MONTH_DAY = pattern(
            "\\b(" + MONTH + ")\\b\\.?\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?\\b(?![:.]\\d)(?:,?\\s+(\\d{4})\\b)?");
    private static final Pattern MONTH_ONLY = pattern(
            "\\b(in|last|next|this|since|until|by|during|early|late|mid)\\s+(" + MONTH + ")\\b(?:,?\\s+(\\d{4})\\b)?");
    private static final Pattern YEAR_ONLY = pattern("\\b(?:in|since|during|until|back in)\\s+((?:19|20)\\d{2})\\b");
    private static final Pattern NEAR_DAY =
            pattern("\\b(?:the day before yesterday|the day after tomorrow|yesterday|last night|today|tonight"
                    + "|this (?:morning|afternoon|evening)|tomorrow)\\b");
    private static final Pattern NAMED_DAY =
            pattern("\\b(?:(every|each)\\s+)?(?:(last|past|next|this|coming|on|by|until|before|since)\\s+)?(" + WEEKDAY
                    + ")\\b");
    private static final Pattern PERIOD = pattern("\\b(last|past|next|this|coming)\\s+(week|weekend|month|year)\\b");
    private static final Pattern WEEK = pattern("\\b(last|next)\\s+week\\b");
    private static final Pattern AGO =
            pattern("\\b(" + COUNT + ")\\s+(day|week|month|year)s?\\s+(ago|from now|from today)\\b");
    private static final Pattern AHEAD =
            pattern("\\b(?:in|within)\\s+(" + COUNT + ")\\s+(day|week|month|year)s?(?:['’]?\\s+time)?\\b");
    private static final Pattern RECURRING = pattern("\\b(?:birthday|anniversary|every|each|annually|yearly)\\b");
    private static final Pattern PAST = pattern("\\b(?:was|were|had|did|went|got|met|saw|took|came|made|bought|had|ate"
            + "|won|lost|left|gave|began|started|finished|moved|joined|visited|\\p{L}{3,}ed)\\b");

    private final String text;
    private final LocalDate today;
    private final boolean past;
    private final boolean recurring;
    private final List<DateMention> found = new ArrayList<>();

    DateReader(String text, LocalDate today) {
        this.text = text;
        this.today = today;
        this.past = PAST.matcher(text).find();
        this.recurring = RECURRING.matcher(text).find();
    }

    List<DateMention> inOrder() {
        found.sort(Comparator.comparingInt(DateMention::start));
        return List.copyOf(found);
    }

    void absolute() {
        each(ISO, m -> date(number(m, 1), number(m, 2), number(m, 3)).map(day -> whole(m, day, true)));
        each(NUMERIC, this::numeric);
        each(DAY_MONTH, m -> inYear(m, m.group(3), m.group(2), number(m, 1)));
        each(MONTH_DAY, m -> inYear(m, m.group(3), m.group(1), number(m, 2)));
        each(MONTH_ONLY, this::monthOnly);
        each(YEAR_ONLY, m -> Optional.of(year(m, number(m, 1), true)));
    }

    void relative() {
        each(NEAR_DAY, m -> Optional.of(whole(m, nearDay(m.group().toLowerCase(Locale.ROOT)), false)));
        each(AGO, m -> shifted(m, m.group(3).equalsIgnoreCase("ago") ? -1 : 1));
        each(AHEAD, m -> shifted(m, 1));
        each(PERIOD, this::period);
        each(NAMED_DAY, this::namedDay);
    }

    private void each(Pattern pattern, Function<Matcher, Optional<DateMention>> reading) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (isFree(matcher.start(), matcher.end())) {
                reading.apply(matcher).ifPresent(found::add);
            }
        }
    }

    private boolean isFree(int start, int end) {
        return found.stream().allMatch(other -> end <= other.start() || start >= other.end());
    }

    private Optional<DateMention> numeric(Matcher m) {
        int first = number(m, 1);
        int second = number(m, 3);
        int year = number(m, 4);
        if (m.group(2).equals(".") || first > 12) {
            return date(year, second, first).map(day -> whole(m, day, false));
        }
        if (second > 12 || first == second) {
            return date(year, first, second).map(day -> whole(m, day, false));
        }
        return Optional.empty();
    }

    private Optional<DateMention> inYear(Matcher m, String year, String name, int day) {
        // "may" and "march" are words too: as months they are written with a capital
        if (name.matches("may|march|mar")) {
            return Optional.empty();
        }
        int month = month(name);
        if (year != null) {
            return date(Integer.parseInt(year), month, day).map(date -> whole(m, date, true));
        }
        if (recurring) {
            return Optional.empty();
        }
        return date(today.getYear(), month, day).map(date -> whole(m, nearest(date), false));
    }

    private LocalDate nearest(LocalDate date) {
        if (past && date.isAfter(today)) {
            return date.minusYears(1);
        }
        return !past && date.isBefore(today) ? date.plusYears(1) : date;
    }

    private Optional<DateMention> monthOnly(Matcher m) {
        // "may" and "march" are words too: a month is written with a capital
        if (recurring || !Character.isUpperCase(m.group(2).charAt(0))) {
            return Optional.empty();
        }
        int month = month(m.group(2));
        if (m.group(3) != null) {
            return Optional.of(month(m, YearMonth.of(Integer.parseInt(m.group(3)), month), true));
        }
        YearMonth thisMonth = YearMonth.from(today);
        YearMonth meant = YearMonth.of(today.getYear(), month);
        boolean back = m.group(1).equalsIgnoreCase("last") || m.group(1).equalsIgnoreCase("since") || past;
        if (back && !meant.isBefore(thisMonth)) {
            meant = meant.minusYears(1);
        }
        if (!back && meant.isBefore(thisMonth)) {
            meant = meant.plusYears(1);
        }
        return Optional.of(month(m, meant, false));
    }

    private LocalDate nearDay(String words) {
        return switch (words) {
            case "the day before yesterday" -> today.minusDays(2);
            case "yesterday", "last night" -> today.minusDays(1);
            case "tomorrow" -> today.plusDays(1);
            case "the day after tomorrow" -> today.plusDays(2);
            default -> today;
        };
    }

    private Optional<DateMention> shifted(Matcher m, int sign) {
        long count = (long) sign * count(m.group(1));
        String unit = m.group(2).toLowerCase(Locale.ROOT);
        boolean vague = m.group(1).toLowerCase(Locale.ROOT).startsWith("a few");
        return switch (unit) {
            case "day" ->
                Optional.of(vague ? about(m, today.plusDays(count), 2) : whole(m, today.plusDays(count), false));
            case "week" ->
                Optional.of(vague ? about(m, today.plusWeeks(count), 10) : whole(m, today.plusWeeks(count), false));
            case "month" -> Optional.of(month(m, YearMonth.from(today.plusMonths(count)), false));
            default -> Optional.of(year(m, today.plusYears(count).getYear(), false));
        };
    }

    private DateMention about(Matcher m, LocalDate day, int slack) {
        return new DateMention(m.start(), m.end(), day.minusDays(slack), day.plusDays(slack), "about " + day, false);
    }

    private Optional<DateMention> period(Matcher m) {
        int step = step(m.group(1));
        LocalDate monday =
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusWeeks(step);
        return switch (m.group(2).toLowerCase(Locale.ROOT)) {
            case "week" -> Optional.of(span(m, monday, monday.plusDays(6), "week of " + monday));
            case "weekend" ->
                Optional.of(weekend(m, m.group(1).equalsIgnoreCase("coming") ? monday.minusWeeks(1) : monday));
            case "month" -> Optional.of(month(m, YearMonth.from(today).plusMonths(step), false));
            default -> Optional.of(year(m, today.getYear() + step, false));
        };
    }

    private static DateMention weekend(Matcher m, LocalDate monday) {
        LocalDate saturday = monday.plusDays(5);
        return span(m, saturday, saturday.plusDays(1), saturday.toString());
    }

    private Optional<DateMention> namedDay(Matcher m) {
        boolean plural = m.end() < text.length() && Character.toLowerCase(text.charAt(m.end())) == 's';
        if (m.group(1) != null || plural || recurring) {
            return Optional.empty();
        }
        Optional<LocalDate> week = weekSpokenOf();
        DayOfWeek weekday = DayOfWeek.valueOf(m.group(3).toUpperCase(Locale.ROOT));
        String word = m.group(2) == null ? "" : m.group(2).toLowerCase(Locale.ROOT);
        LocalDate day = switch (word) {
            case "last", "past", "since" -> today.with(TemporalAdjusters.previous(weekday));
            case "next" ->
                today.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).with(TemporalAdjusters.nextOrSame(weekday));
            case "this", "coming", "by", "until", "before" -> today.with(TemporalAdjusters.nextOrSame(weekday));
            default ->
                week.isPresent()
                        ? week.get().with(TemporalAdjusters.nextOrSame(weekday))
                        : past
                                ? today.with(TemporalAdjusters.previousOrSame(weekday))
                                : today.with(TemporalAdjusters.nextOrSame(weekday));
        };
        return Optional.of(whole(m, day, false));
    }

    /** "From Monday to Thursday next week": its Monday. */
    private Optional<LocalDate> weekSpokenOf() {
        Matcher matcher = WEEK.matcher(text);
        return matcher.find()
                ? Optional.of(today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .plusWeeks(step(matcher.group(1))))
                : Optional.empty();
    }

    private static int step(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "last", "past" -> -1;
            case "next", "coming" -> 1;
            default -> 0;
        };
    }

    private static DateMention whole(Matcher m, LocalDate day, boolean explicit) {
        return DateMention.day(m.start(), m.end(), day, explicit);
    }

    private static DateMention span(Matcher m, LocalDate first, LocalDate last, String shown) {
        return new DateMention(m.start(), m.end(), first, last, shown, false);
    }

    private static DateMention month(Matcher m, YearMonth month, boolean explicit) {
        return new DateMention(m.start(), m.end(), month.atDay(1), month.atEndOfMonth(), month.toString(), explicit);
    }

    private static DateMention year(Matcher m, int year, boolean explicit) {
        return new DateMention(
                m.start(), m.end(), LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31), "" + year, explicit);
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int month(String name) {
        return switch (name.substring(0, 3).toLowerCase(Locale.ROOT)) {
            case "jan" -> 1;
            case "feb" -> 2;
            case "mar" -> 3;
            case "apr" -> 4;
            case "may" -> 5;
            case "jun" -> 6;
            case "jul" -> 7;
            case "aug" -> 8;
            case "sep" -> 9;
            case "oct" -> 10;
            case "nov" -> 11;
            default -> 12;
        };
    }

    private static int count(String words) {
        return switch (words.toLowerCase(Locale.ROOT)) {
            case "a", "an", "one" -> 1;
            case "two", "a couple of" -> 2;
            case "three", "a few" -> 3;
            case "four" -> 4;
            case "five" -> 5;
            case "six" -> 6;
            case "seven" -> 7;
            case "eight" -> 8;
            case "nine" -> 9;
            case "ten" -> 10;
            case "eleven" -> 11;
            case "twelve" -> 12;
            default -> Integer.parseInt(words);
        };
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
