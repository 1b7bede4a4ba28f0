package org.mneme.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.spi.Option;
import org.mneme.spi.Options;

/** Hold the checked values of declared options, and where each came from. Immutable. */
public final class BoundOptions implements Options {

    /**
     * Show one option to an operator.
     *
     * @param key the whole configuration key
     * @param option its declaration
     * @param value its text, {@code ****} for a secret; empty if there is none
     * @param source where the text comes from: {@code default}, or the configuration source's name
     */
    public record Shown(String key, Option option, Optional<String> value, String source) {}

    private final String prefix;
    private final Path base;
    private final Map<String, Option> declared;
    private final Map<String, String> values;
    private final Map<String, String> sources;

    BoundOptions(
            String prefix, Path base, List<Option> declared, Map<String, String> values, Map<String, String> sources) {
        this.prefix = prefix;
        this.base = base;
        Map<String, Option> byName = new LinkedHashMap<>();
        declared.forEach(option -> byName.put(option.name(), option));
        this.declared = byName;
        this.values = Map.copyOf(values);
        this.sources = Map.copyOf(sources);
    }

    /** Return every declared option as an operator may see it, in the order declared. */
    public List<Shown> shown() {
        return declared.values().stream().map(this::show).toList();
    }

    private Shown show(Option option) {
        Optional<String> value = text(option).map(text -> option.secret() ? "****" : text);
        return new Shown(prefix + option.name(), option, value, sources.getOrDefault(option.name(), "default"));
    }

    private Optional<String> text(Option option) {
        return Optional.ofNullable(values.get(option.name())).or(option::defaultValue);
    }

    private Option declared(String name) {
        Option option = declared.get(name);
        if (option == null) {
            throw new IllegalArgumentException("option " + prefix + name + " was not declared");
        }
        return option;
    }

    private String typed(String name, Option.Type type) {
        if (declared(name).type() != type) {
            throw new IllegalArgumentException("option " + prefix + name + " was not declared as " + type);
        }
        return getString(name);
    }

    @Override
    public Optional<String> find(String name) {
        return text(declared(name));
    }

    @Override
    public String getString(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("option " + prefix + name + " has no value"));
    }

    @Override
    public int getInt(String name) {
        return Integer.parseInt(typed(name, Option.Type.INTEGER).strip());
    }

    @Override
    public double getDouble(String name) {
        return Values.number(typed(name, Option.Type.NUMBER));
    }

    @Override
    public boolean getBoolean(String name) {
        return Values.bool(typed(name, Option.Type.BOOLEAN));
    }

    @Override
    public Duration getDuration(String name) {
        return Values.duration(typed(name, Option.Type.DURATION));
    }

    @Override
    public Path getPath(String name) {
        return base.resolve(typed(name, Option.Type.PATH)).toAbsolutePath().normalize();
    }

    @Override
    public URI getUri(String name) {
        return URI.create(typed(name, Option.Type.URI).strip());
    }

    @Override
    public List<String> getList(String name) {
        if (declared(name).type() != Option.Type.LIST) {
            throw new IllegalArgumentException("option " + prefix + name + " was not declared as LIST");
        }
        return find(name).map(Values::list).orElse(List.of());
    }
}
