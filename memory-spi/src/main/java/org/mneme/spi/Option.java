package org.mneme.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Declare one option of a plugin.
 *
 * <p>Binding, the plugin list of the administration interface and the configuration page are all made from this.
 *
 * @param name the name below {@code mneme.<kind>.<plugin id>.}: lower-case words joined by dashes, levels by dots
 * @param type how the text is read
 * @param defaultValue the text used when nothing is configured; empty if there is none
 * @param required whether the start fails when neither a value nor a default is there
 * @param secret whether the value is shown as {@code ****}
 * @param allowed the only texts allowed, lower case; empty for any
 * @param description one sentence for an operator: meaning, unit, effect
 */
public record Option(
        String name,
        Type type,
        Optional<String> defaultValue,
        boolean required,
        boolean secret,
        List<String> allowed,
        String description) {

    /** How the text of an option is read. */
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        /** ISO-8601 ({@code PT5S}) or a number with a unit: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 7d}. */
        DURATION,
        /** A file-system path; a relative one is resolved against the data directory. */
        PATH,
        URI,
        /** Comma-separated texts, blanks around them ignored. */
        LIST
    }

    public Option {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(description, "description");
        allowed = List.copyOf(allowed);
        if (!name.matches("[a-z][a-z0-9]*([-.][a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "option name must be lower-case words joined by dashes or dots: " + name);
        }
    }

    /** Declare an optional option without a default. */
    public static Option of(String name, Type type, String description) {
        return new Option(name, type, Optional.empty(), false, false, List.of(), description);
    }

    /** Return this option with a default. */
    public Option withDefault(String value) {
        return new Option(name, type, Optional.of(value), required, secret, allowed, description);
    }

    /** Return this option as one without which the plugin cannot start. */
    public Option mandatory() {
        return new Option(name, type, defaultValue, true, secret, allowed, description);
    }

    /** Return this option as a secret, which is never shown or logged. */
    public Option asSecret() {
        return new Option(name, type, defaultValue, required, true, allowed, description);
    }

    /** Return this option restricted to the given texts. */
    public Option oneOf(String... values) {
        return new Option(name, type, defaultValue, required, secret, List.of(values), description);
    }
}
