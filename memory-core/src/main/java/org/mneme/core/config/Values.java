package org.mneme.core.config;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mneme.spi.Option;

/** Read texts as the types options have, and say what a text should have been. */
final class Values {

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Values() {}

    /** Return what is wrong with a text for an option, or empty if nothing is. */
    static Optional<String> complaint(Option option, String text) {
        if (!option.allowed().isEmpty() && !option.allowed().contains(text.toLowerCase(Locale.ROOT))) {
            return Optional.of("one of " + String.join(", ", option.allowed()));
        }
        try {
            read(option.type(), text);
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.of(expectation(option.type()));
        }
    }

    private static void read(Option.Type type, String text) {
        switch (type) {
            case INTEGER -> Integer.parseInt(text.strip());
            case NUMBER -> number(text);
            case BOOLEAN -> bool(text);
            case DURATION -> duration(text);
            case URI -> URI.create(text.strip());
            case STRING, PATH, LIST -> {}
        }
    }

    private static String expectation(Option.Type type) {
        return switch (type) {
            case INTEGER -> "a whole number";
            case NUMBER -> "a finite number";
            case BOOLEAN -> "true or false";
            case DURATION -> "a duration such as 500ms, 5s, 2m, 1h, 7d or PT5S";
            case URI -> "an address such as https://host/path";
            case STRING, PATH, LIST -> "a text";
        };
    }

    static double number(String text) {
        double number = Double.parseDouble(text.strip());
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    static boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Duration.parse(text.strip());
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
