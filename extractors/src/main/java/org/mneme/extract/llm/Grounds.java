package org.mneme.extract.llm;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.extract.dates.DateMention;
import org.mneme.extract.dates.DateMentions;
import org.mneme.spi.extractor.Conversation;
import org.mneme.spi.extractor.Conversation.Message;

/**
 * Check what a model says against what was said.
 *
 * <p>A statement has grounds if every number, date and name in it, and most of its other words, are in the conversation
 * up to its message, or follow from a date that is. A model that invents, or does what a message tells it to, says other
 * things than that.
 */
final class Grounds {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’_-]*");
    private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}(?:-\\d{2})?\\b");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
    private static final Pattern NAME = Pattern.compile("(?<=[\\p{L}\\p{N},;:] )\\p{Lu}[\\p{L}\\p{N}]+");
    private static final Pattern NEGATED = Pattern.compile("\\b(?:not|never|no longer|cannot|without)\\b|n['’]t\\b");
    private static final Set<String> NEGATING = Set.of(
            "no", "none", "nobody", "nothing", "stop", "stopped", "quit", "hate", "dislike", "avoid", "used", "left",
            "dont", "cant", "isnt", "wont", "didnt", "nope", "neither");
    private static final double MOST_WORDS = 0.5;
    private static final Set<String> OURS = Set.of("user", "assistant", "system");
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("1", "one"),
            Map.entry("2", "two"),
            Map.entry("3", "three"),
            Map.entry("4", "four"),
            Map.entry("5", "five"),
            Map.entry("6", "six"),
            Map.entry("7", "seven"),
            Map.entry("8", "eight"),
            Map.entry("9", "nine"),
            Map.entry("10", "ten"),
            Map.entry("11", "eleven"),
            Map.entry("12", "twelve"));

    private final Set<String> words = new HashSet<>();
    private final Set<String> stems = new HashSet<>();
    private final Set<String> numbers = new HashSet<>();
    private final List<DateMention> mentions = new ArrayList<>();
    private final List<LocalDate> days = new ArrayList<>();

    private Grounds() {}

    /** Return what was said from one message up to another, both included. */
    static Grounds of(int first, int last, Conversation conversation) {
        Grounds grounds = new Grounds();
        for (int i = first; i <= last; i++) {
            Message said = conversation.messages().get(i);
            grounds.add(said, said.at().orElse(conversation.receivedAt()));
        }
        return grounds;
    }

    private void add(Message said, Instant at) {
        String text = said.role() + " " + said.content();
        Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (word.find()) {
            words.add(word.group());
            stems.add(stem(word.group()));
        }
        Matcher number = NUMBER.matcher(text);
        while (number.find()) {
            numbers.add(number.group().replace(",", ""));
        }
        for (String sentence : said.content().split("(?<=[.!?\\n])\\s+")) {
            mentions.addAll(DateMentions.find(sentence.length() > 1_000 ? sentence.substring(0, 1_000) : sentence, at));
        }
        days.add(DateMentions.dayOf(at));
    }

    boolean support(String statement) {
        String rest = statement;
        Matcher date = DATE.matcher(statement);
        while (date.find()) {
            if (!supportDate(date.group())) {
                return false;
            }
            rest = rest.replace(date.group(), " ");
        }
        return supportNumbers(rest) && supportNames(rest) && supportWords(rest) && supportNegation(rest);
    }

    /** Tell whether a day is the day of a message, or one that a message mentions. */
    boolean supportDay(LocalDate day) {
        return days.contains(day) || mentions.stream().anyMatch(mention -> mention.covers(day));
    }

    private boolean supportDate(String date) {
        if (date.length() == 10) {
            return date.matches("\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])")
                    && (words.contains(date) || mentionsOrIs(date));
        }
        return mentionsOrIs(date);
    }

    private boolean mentionsOrIs(String date) {
        return days.stream().anyMatch(day -> day.toString().startsWith(date))
                || mentions.stream()
                        .anyMatch(mention -> mention.first().toString().startsWith(date)
                                || mention.last().toString().startsWith(date)
                                || date.length() == 10 && covers(mention, date));
    }

    private static boolean covers(DateMention mention, String date) {
        try {
            return mention.covers(LocalDate.parse(date));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private boolean supportNumbers(String text) {
        Matcher number = NUMBER.matcher(text);
        while (number.find()) {
            String digits = number.group().replace(",", "");
            boolean year = mentions.stream()
                    .anyMatch(mention -> mention.first().toString().startsWith(digits + "-"));
            if (!numbers.contains(digits) && !year && !words.contains(NUMBERS.getOrDefault(digits, ""))) {
                return false;
            }
        }
        return true;
    }

    /** Nobody is "not allergic" where nobody said no. */
    private boolean supportNegation(String text) {
        return words.stream().anyMatch(Grounds::isNegation)
                || !NEGATED.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    private static boolean isNegation(String word) {
        return NEGATED.matcher(word).find() || NEGATING.contains(word);
    }

    private boolean supportNames(String text) {
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            String lower = name.group().toLowerCase(Locale.ROOT);
            if (!OURS.contains(lower) && !stems.contains(stem(lower))) {
                return false;
            }
        }
        return true;
    }

    private boolean supportWords(String text) {
        int known = 0;
        int all = 0;
        Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (word.find()) {
            if (word.group().length() > 3 && !OURS.contains(word.group().replaceFirst("['’]s$", ""))) {
                all++;
                known += stems.contains(stem(word.group())) ? 1 : 0;
            }
        }
        return known >= all * MOST_WORDS;
    }

    /** The first five letters: enough for "allergic" and "allergies", "live" and "lives". */
    private static String stem(String word) {
        String bare = word.replaceFirst("['’]s$", "");
        String cut = bare.length() > 5 ? bare.substring(0, 5) : bare;
        return cut.length() == 5 || cut.length() < 4 ? cut : cut.replaceFirst("(?:es|s|d)$", "");
    }
}
