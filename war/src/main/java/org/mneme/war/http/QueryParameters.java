package org.mneme.war.http;

import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mneme.api.MemoryException;

/**
 * Read the query parameters of a request.
 *
 * <p>A parameter that is absent and one that is empty are the same; of one that is sent twice the first counts. Every
 * accessor checks the type and the bounds and throws {@link MemoryException} of kind {@code INVALID} that names the
 * parameter, and what is allowed. (A typed parameter of Jakarta REST would answer 404 instead.)
 */
public final class QueryParameters {

    private final UriInfo address;

    /** Read the parameters of this address. */
    public QueryParameters(UriInfo address) {
        this.address = address;
    }

    /** Return a text of at most so many characters, if it is there. */
    public Optional<String> text(String name, int maxLength) {
        Optional<String> text = find(name);
        if (text.isPresent() && text.get().codePointCount(0, text.get().length()) > maxLength) {
            throw invalid(name, "must have at most " + maxLength + " characters");
        }
        return text;
    }

    /** Return one of the given words, if the parameter is there. */
    public Optional<String> word(String name, List<String> allowed) {
        Optional<String> text = find(name);
        if (text.isPresent() && !allowed.contains(text.get())) {
            throw invalid(name, "must be one of " + String.join(", ", allowed));
        }
        return text;
    }

    /** Return a whole number within the bounds, both included, if it is there. */
    public OptionalInt integer(String name, int min, int max) {
        Optional<String> text = find(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return OptionalInt.of(value);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(name, "must be a whole number from " + min + " to " + max);
    }

    /** Return a number within the bounds, both included, if it is there. */
    public OptionalDouble number(String name, double min, double max) {
        Optional<String> text = find(name);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text.get());
            if (value >= min && value <= max) {
                return OptionalDouble.of(value);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(name, "must be a number from " + min + " to " + max);
    }

    /** Return a truth value, written {@code true} or {@code false}, if it is there. */
    public Optional<Boolean> flag(String name) {
        return word(name, List.of("true", "false")).map(Boolean::valueOf);
    }

    /** Return the texts between commas, blanks around them left out; empty if the parameter is absent. */
    public List<String> texts(String name, int maxCount, int maxLength) {
        List<String> texts = find(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (texts.size() > maxCount) {
            throw invalid(name, "must have at most " + maxCount + " elements, but has " + texts.size());
        }
        if (texts.stream().anyMatch(text -> text.codePointCount(0, text.length()) > maxLength)) {
            throw invalid(name, "must have elements of at most " + maxLength + " characters");
        }
        return texts;
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(address.getQueryParameters().getFirst(name)).filter(text -> !text.isEmpty());
    }

    private static MemoryException invalid(String name, String message) {
        return MemoryException.invalid(name, name + " " + message);
    }
}
