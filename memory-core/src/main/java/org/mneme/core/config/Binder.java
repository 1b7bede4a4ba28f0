package org.mneme.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mneme.spi.Option;

/**
 * Bind configured texts to declared options, collecting every problem instead of stopping at the first.
 *
 * <p>Not safe for several threads: used while the server starts.
 */
public final class Binder {

    private final Settings settings;
    private final Path base;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Option> declared = new LinkedHashMap<>();
    private final Set<String> opaque = new HashSet<>();
    private final Map<String, List<String>> unsure = new HashMap<>();

    /**
     * Prepare to bind.
     *
     * @param settings where the texts are
     * @param base what relative paths are resolved against
     */
    public Binder(Settings settings, Path base) {
        this.settings = settings;
        this.base = base;
    }

    /** Bind options below a prefix such as {@code mneme.storage.jpa.}, noting what is wrong. */
    public BoundOptions bind(String prefix, List<Option> options) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> sources = new HashMap<>();
        for (Option option : options) {
            String key = prefix + option.name();
            declared.put(key, option);
            Optional<String> text = settings.find(key);
            text.ifPresentOrElse(value -> check(key, option, value), () -> demand(key, option));
            text.ifPresent(value -> {
                values.put(option.name(), value);
                sources.put(option.name(), settings.source(key).orElse("configuration"));
            });
        }
        return new BoundOptions(prefix, base, options, values, sources);
    }

    /**
     * Hold what was bound, and what was wrong with it.
     *
     * @param options the options; those that could not be read must not be
     * @param problems what is wrong, which the binder has not noted
     */
    public record Bound(BoundOptions options, List<Problem> problems) {
        public Bound {
            problems = List.copyOf(problems);
        }
    }

    /** Bind options, leaving it to the caller whether what is wrong stops the start. */
    public Bound tryBind(String prefix, List<Option> options) {
        int before = problems.size();
        BoundOptions bound = bind(prefix, options);
        List<Problem> own = problems.subList(before, problems.size());
        Bound result = new Bound(bound, own);
        own.clear();
        return result;
    }

    /** Return a binder of the same settings that has bound nothing, for what is bound after the start. */
    public Binder renewed() {
        return new Binder(settings, base);
    }

    private void check(String key, Option option, String text) {
        Values.complaint(option, text)
                .ifPresent(expected -> report(
                        key,
                        (option.secret() ? "its value" : "\"" + text + "\"") + " is not allowed",
                        "give " + expected));
    }

    private void demand(String key, Option option) {
        if (option.required() && option.defaultValue().isEmpty()) {
            report(key, "is missing", "set it: " + option.description());
        }
    }

    /** Return every option that was bound so far by its whole key, in the order of binding. */
    public Map<String, Option> declared() {
        return Collections.unmodifiableMap(declared);
    }

    /** Note a problem found elsewhere. */
    public void report(String key, String wrong, String remedy) {
        problems.add(new Problem(key, wrong, remedy));
    }

    /** Tell whether a problem with a key was noted. */
    public boolean isWrong(String key) {
        return problems.stream().anyMatch(problem -> problem.key().equals(key));
    }

    /** Leave keys that begin with a prefix alone: somebody else reads them, or their plugin is not selected. */
    public void leave(String prefix) {
        opaque.add(prefix);
    }

    /**
     * Leave keys below a prefix alone that are below none of the known ones: whose they are cannot be told.
     *
     * @param known prefixes that begin with {@code prefix}, whose keys are looked at as ever
     */
    public void leaveBelow(String prefix, List<String> known) {
        unsure.put(
                environmentForm(prefix),
                known.stream().map(Binder::environmentForm).toList());
    }

    private boolean isUnsure(String form) {
        return unsure.entrySet().stream()
                .anyMatch(entry -> form.startsWith(entry.getKey())
                        && entry.getValue().stream().noneMatch(form::startsWith));
    }

    /** Note every configured {@code mneme.} key that nobody has bound, with the nearest known one. */
    public void reportUnknown() {
        Set<String> knownForms = new HashSet<>();
        declared.keySet().forEach(key -> knownForms.add(environmentForm(key)));
        List<String> opaqueForms = opaque.stream().map(Binder::environmentForm).toList();
        settings.keys().stream()
                .filter(key -> environmentForm(key).startsWith("MNEME_"))
                .filter(key -> !knownForms.contains(environmentForm(key)))
                .filter(key -> opaqueForms.stream()
                        .noneMatch(form -> environmentForm(key).startsWith(form)))
                .filter(key -> !isUnsure(environmentForm(key)))
                .sorted()
                .forEach(key -> report(key, "is not a known option", suggestion(key)));
    }

    private String suggestion(String key) {
        String form = environmentForm(key);
        return declared.keySet().stream()
                .min(Comparator.<String>comparingInt(
                                candidate -> EditDistance.between(form, environmentForm(candidate)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate ->
                        EditDistance.between(form, environmentForm(candidate)) <= Math.max(3, form.length() / 4))
                .map(candidate -> "did you mean " + candidate + "?")
                .orElse("remove it, or see docs/configuration.md");
    }

    /** Return the form an environment variable has: upper case, everything but letters and digits an underscore. */
    static String environmentForm(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * Stop if anything was wrong.
     *
     * @throws ConfigurationException with every problem noted
     */
    public void stopIfWrong() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
