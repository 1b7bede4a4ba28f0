package org.mneme.spi;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hold a range of versions, written as Maven writes one interval: {@code [1.0,2.0)} is 1.0 and later, but before 2.0.
 *
 * <p>A bracket includes its end, a parenthesis does not; an end that is left out is open, as in {@code [1.0,)}; {@code [1.0]}
 * is 1.0 alone. Versions are numbers joined by dots; missing ones are 0, so that 1 and 1.0 are the same.
 *
 * @param lowest the lower end; empty if there is none
 * @param includesLowest whether the lower end is in the range
 * @param highest the upper end; empty if there is none
 * @param includesHighest whether the upper end is in the range
 */
public record VersionRange(
        Optional<String> lowest, boolean includesLowest, Optional<String> highest, boolean includesHighest) {

    private static final String VERSION = "\\d{1,9}(?:\\.\\d{1,9}){0,3}";
    private static final Pattern EXACT = Pattern.compile("\\[\\s*(" + VERSION + ")\\s*]");
    private static final Pattern INTERVAL =
            Pattern.compile("([\\[(])\\s*(" + VERSION + ")?\\s*,\\s*(" + VERSION + ")?\\s*([])])");

    public VersionRange {
        Objects.requireNonNull(lowest, "lowest");
        Objects.requireNonNull(highest, "highest");
        if (lowest.isPresent() && highest.isPresent()) {
            int order = compare(lowest.get(), highest.get());
            if (order > 0 || (order == 0 && !(includesLowest && includesHighest))) {
                throw new IllegalArgumentException("no version is between " + lowest.get() + " and " + highest.get());
            }
        }
    }

    /**
     * Read a range.
     *
     * @throws IllegalArgumentException if the text is not one interval, or no version could be in it
     */
    public static VersionRange of(String text) {
        Matcher exact = EXACT.matcher(text.strip());
        if (exact.matches()) {
            Optional<String> version = Optional.of(exact.group(1));
            return new VersionRange(version, true, version, true);
        }
        Matcher interval = INTERVAL.matcher(text.strip());
        if (!interval.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a range such as [1.0,2.0)");
        }
        return new VersionRange(
                Optional.ofNullable(interval.group(2)),
                interval.group(1).equals("["),
                Optional.ofNullable(interval.group(3)),
                interval.group(4).equals("]"));
    }

    /** Tell whether a version, such as {@link SpiVersion#CURRENT}, is in the range. */
    public boolean contains(String version) {
        int above = lowest.map(end -> compare(version, end)).orElse(1);
        int below = highest.map(end -> compare(version, end)).orElse(-1);
        return (above > 0 || (above == 0 && includesLowest)) && (below < 0 || (below == 0 && includesHighest));
    }

    private static int compare(String one, String other) {
        int[] left = numbers(one);
        int[] right = numbers(other);
        return Arrays.compare(left, right);
    }

    private static int[] numbers(String version) {
        int[] numbers = new int[4];
        String[] parts = version.split("\\.");
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    @Override
    public String toString() {
        if (lowest.isPresent() && lowest.equals(highest)) {
            return "[" + lowest.get() + "]";
        }
        return (includesLowest ? "[" : "(") + lowest.orElse("") + "," + highest.orElse("")
                + (includesHighest ? "]" : ")");
    }
}
