package org.mneme.war.query;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mneme.api.MemoryException;

/**
 * Read the parameters of an address.
 *
 * <p>Every accessor checks the form and the bounds and throws {@link MemoryException} of kind {@code INVALID} that names the
 * parameter, and what is allowed. A parameter given twice is refused; an unknown one is ignored.
 */
public final class QueryParameters {

    private final MultivaluedMap<String, String> parameters;

    /** Read decoded parameters. */
    public QueryParameters(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Return a text of at most so many characters that is not blank, if it is there. */
    public Optional<String> text(String name, int maxLength) {
        Optional<String> value = value(name);
        value.ifPresent(text -> {
            if (text.isBlank()) {
                throw invalid(name, "must not be blank");
            }
            if (text.codePointCount(0, text.length()) > maxLength) {
                throw invalid(name, "must have at most " + maxLength + " characters");
            }
        });
        return value;
    }

    /** Return the texts of a comma-separated list, without the blanks around them; empty if it is absent. */
    public List<String> texts(String name, int maxCount, int maxLength) {
        List<String> texts = value(name).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
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

    /** Return a whole number within the bounds, both included, if it is there. */
    public OptionalInt integer(String name, int min, int max) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= min && number <= max) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // said below, together with the bounds
        }
        throw invalid(name, "must be a whole number from " + min + " to " + max);
    }

    /** Return one of the given words, if the parameter is there. */
    public Optional<String> word(String name, List<String> allowed) {
        Optional<String> value = value(name);
        if (value.filter(text -> !allowed.contains(text)).isPresent()) {
            throw invalid(name, "must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    private Optional<String> value(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw invalid(name, "must be given once");
        }
        if (!values.isEmpty() && values.get(0).indexOf('\0') >= 0) {
            throw invalid(name, "must not contain the character U+0000");
        }
        return values.stream().findFirst();
    }

    private static MemoryException invalid(String name, String message) {
        return MemoryException.invalid(name, name + " " + message);
    }
}
