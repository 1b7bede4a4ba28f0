package org.mneme.tck;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mneme.spi.Option;
import org.mneme.spi.Options;
import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;

/**
 * Open a plugin as a server does: defaults from its declared options, and no option that it does not declare.
 *
 * @param declared the plugin's options by name
 * @param configured texts given to some of them
 */
public record TckContext(Map<String, Option> declared, Map<String, String> configured, Clock clock, Path dataDirectory)
        implements PluginContext, Options {

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /**
     * Make a context for a plugin.
     *
     * @throws IllegalArgumentException if an option is configured that the plugin does not declare
     */
    public static TckContext of(Plugin plugin, Map<String, String> configured, Clock clock, Path dataDirectory) {
        TckContext context = new TckContext(
                plugin.options().stream().collect(Collectors.toMap(Option::name, Function.identity())),
                Map.copyOf(configured),
                clock,
                dataDirectory);
        configured.keySet().forEach(context::declaredAs);
        return context;
    }

    /**
     * Make a context for a plugin that keeps nothing: with the system's clock, and {@code target} as its data directory.
     *
     * @throws IllegalArgumentException if an option is configured that the plugin does not declare
     */
    public static TckContext of(Plugin plugin, Map<String, String> configured) {
        return of(plugin, configured, Clock.systemUTC(), Path.of("target"));
    }

    @Override
    public Options options() {
        return this;
    }

    @Override
    public Optional<String> find(String name) {
        Option option = declaredAs(name);
        return Optional.ofNullable(configured.get(name)).or(option::defaultValue);
    }

    @Override
    public String getString(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no value and no default: " + name));
    }

    @Override
    public int getInt(String name) {
        return Integer.parseInt(typed(name, Option.Type.INTEGER));
    }

    @Override
    public double getDouble(String name) {
        return Double.parseDouble(typed(name, Option.Type.NUMBER));
    }

    @Override
    public boolean getBoolean(String name) {
        return Boolean.parseBoolean(typed(name, Option.Type.BOOLEAN));
    }

    @Override
    public Duration getDuration(String name) {
        String text = typed(name, Option.Type.DURATION);
        if (text.startsWith("P")) {
            return Duration.parse(text);
        }
        String number = text.replaceAll("[a-z]+$", "");
        Duration unit = UNITS.get(text.substring(number.length()).toLowerCase(Locale.ROOT));
        return unit.multipliedBy(Long.parseLong(number));
    }

    @Override
    public Path getPath(String name) {
        return dataDirectory.resolve(typed(name, Option.Type.PATH)).toAbsolutePath();
    }

    @Override
    public URI getUri(String name) {
        return URI.create(typed(name, Option.Type.URI));
    }

    @Override
    public List<String> getList(String name) {
        declaredAs(name);
        return find(name).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private String typed(String name, Option.Type type) {
        if (declaredAs(name).type() != type) {
            throw new IllegalArgumentException("option " + name + " was not declared as " + type);
        }
        return getString(name);
    }

    private Option declaredAs(String name) {
        Option option = declared.get(name);
        if (option == null) {
            throw new IllegalArgumentException("option " + name + " was not declared");
        }
        return option;
    }
}
