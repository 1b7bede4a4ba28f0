package org.mneme.core.statement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Write dates, times, amounts, telephone numbers and addresses in one way each.
 *
 * <p>They become words of their own: {@code d:2026-05-03}, {@code t:15:00}, {@code n:3000}, {@code p:351912345678},
 * {@code a:nadia@example.com}.
 */
final class Amounts {

    private static final String MONTH =
            "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
                    + "|nov(?:ember)?|dec(?:ember)?)";
    private static final String DAY_WORDS =
            "(?:\\b(?:on |by |until |since |in |last |next |this |the )*(?:yesterday|today|tonight|tomorrow|last night|day before yesterday|day after tomorrow"
                    + "|(?:this )?(?:morning|afternoon|evening)|week|weekend|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\\d{1,2}(?:st|nd|rd|th)?(?: of)? "
                    + MONTH
                    + "|" + MONTH + " \\d{1,2}(?:st|nd|rd|th)?|" + MONTH
                    + "|(?:in )?(?:\\w+) (?:days?|weeks?|months?|years?)(?: ago)?) )";
    private static final Pattern SPELLED_OUT =
            Pattern.compile(DAY_WORDS + "?\\((?:week of |about )?(\\d{4}(?:-\\d{2}){0,2})\\)");
    private static final Pattern ISO = Pattern.compile("(?<![\\w:-])(?:on |by )?(\\d{4}-\\d{2}(?:-\\d{2})?)(?![\\w-])");
    private static final Pattern YEAR = Pattern.compile("\\bin ((?:19|20)\\d{2})\\b(?![-\\d])");
    private static final Pattern DAY_MONTH = Pattern.compile(
            "\\b(?:on |by )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? " + MONTH + "\\b\\.?(?:,? (\\d{4})\\b)?");
    private static final Pattern MONTH_DAY = Pattern.compile(
            "\\b(?:on |by )?" + MONTH + "\\b\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,? (\\d{4})\\b)?");
    private static final Pattern MONTH_YEAR =
            Pattern.compile("\\b(?:in )?" + MONTH + "\\b\\.?,? ((?:19|20)\\d{2})\\b(?![-\\d])");
    private static final Pattern TIME =
            Pattern.compile("\\b(\\d{1,2})(?:[:.](\\d{2}))? ?([ap])\\.?m\\b\\.?|\\b(\\d{1,2}):(\\d{2})\\b");
    private static final Pattern ADDRESS = Pattern.compile("\\bhttps?://\\S+|\\b[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern PHONE =
            Pattern.compile("(?<![\\w:.])\\+?\\(?\\d{1,4}\\)?(?:[ /-]?\\d{2,4}){2,6}(?![\\w.:])");
    private static final Pattern MONEY = Pattern.compile("([$€£]) ?(\\d[\\d,]*(?:\\.\\d+)?)(k?)\\b");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w:.-])(\\d{1,3}(?:,\\d{3})+|\\d+)((?:\\.\\d+)*)(k?)(?![\\w:-]|\\.\\d)");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"),
            Map.entry("eleven", "11"),
            Map.entry("twelve", "12"),
            Map.entry("twice", "2"),
            Map.entry("thrice", "3"),
            Map.entry("twenty", "20"),
            Map.entry("thirty", "30"),
            Map.entry("forty", "40"),
            Map.entry("fifty", "50"),
            Map.entry("hundred", "100"),
            Map.entry("thousand", "1000"));
    private static final Pattern WORD = Pattern.compile("\\b(" + String.join("|", WORDS.keySet()) + ")\\b");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private Amounts() {}

    /** Return a lower-case text with every such thing written as one word. */
    static String unify(String lower) {
        if (!lower.contains("@") && !lower.contains("://") && lower.chars().noneMatch(Character::isDigit)) {
            return spelledNumbers(lower);
        }
        String text =
                ADDRESS.matcher(lower).replaceAll(m -> "a:" + quoted(m.group().replaceFirst("[.,;:!?)]+$", "")));
        if (text.indexOf('(') >= 0) {
            text = SPELLED_OUT.matcher(text).replaceAll(m -> " d:" + m.group(m.groupCount()));
        }
        text = ISO.matcher(text).replaceAll("d:$1");
        text = YEAR.matcher(text).replaceAll("d:$1");
        text = DAY_MONTH.matcher(text).replaceAll(m -> date(m, m.group(3), m.group(2), m.group(1)));
        text = MONTH_DAY.matcher(text).replaceAll(m -> date(m, m.group(3), m.group(1), m.group(2)));
        text = MONTH_YEAR.matcher(text).replaceAll(m -> "d:" + m.group(2) + "-" + month(m.group(1)));
        text = TIME.matcher(text).replaceAll(Amounts::time);
        text = PHONE.matcher(text).replaceAll(Amounts::phone);
        text = MONEY.matcher(text).replaceAll(m -> number(m.group(2) + m.group(3)) + " " + currency(m.group(1)));
        text = NUMBER.matcher(text)
                .replaceAll(m -> m.group(2).indexOf('.') != m.group(2).lastIndexOf('.')
                        ? "n:" + m.group(1) + m.group(2)
                        : number(m.group()));
        return spelledNumbers(text);
    }

    private static String spelledNumbers(String text) {
        return WORD.matcher(text).replaceAll(m -> "n:" + WORDS.get(m.group(1)));
    }

    static boolean isDate(String word) {
        return word.startsWith("d:");
    }

    /** Tell whether a word is a date, a time, a number, a telephone number or an address. */
    static boolean isAmount(String word) {
        return word.length() > 2 && word.charAt(1) == ':' && "dtnpa".indexOf(word.charAt(0)) >= 0;
    }

    private static String date(MatchResult match, String year, String month, String day) {
        return String.format(
                Locale.ROOT, "d:%s-%s-%02d", year == null ? "" : year, month(month), Integer.parseInt(day));
    }

    private static String month(String name) {
        return String.format(Locale.ROOT, "%02d", MONTHS.indexOf(name.substring(0, 3)) + 1);
    }

    private static String time(MatchResult match) {
        if (match.group(3) == null) {
            return "t:" + match.group(4) + ":" + match.group(5);
        }
        int hour = Integer.parseInt(match.group(1)) % 12 + (match.group(3).equals("p") ? 12 : 0);
        return "t:" + hour + ":" + (match.group(2) == null ? "00" : match.group(2));
    }

    private static String phone(MatchResult match) {
        String digits = match.group().replaceAll("\\D", "");
        boolean dated = match.group().startsWith("19") || match.group().startsWith("20");
        return digits.length() < 7 || dated && digits.length() <= 8 ? quoted(match.group()) : "p:" + digits;
    }

    private static String number(String text) {
        String plain = text.replace(",", "");
        boolean thousands = plain.endsWith("k");
        BigDecimal value = new BigDecimal(thousands ? plain.substring(0, plain.length() - 1) : plain);
        return "n:"
                + (thousands ? value.movePointRight(3) : value)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String currency(String sign) {
        return switch (sign) {
            case "$" -> "dollar";
            case "€" -> "euro";
            default -> "pound";
        };
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }
}
