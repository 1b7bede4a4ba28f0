package org.mneme.extract;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.spi.Option;
import org.mneme.spi.Options;
import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;

/** Open a plugin as a server does: with defaults where nothing is configured, and without undeclared options. */
public final class TestContext implements PluginContext, Options {

    private final Map<String, Optional<String>> values = new HashMap<>();

    public TestContext(Plugin plugin, Map<String, String> configured) {
        plugin.options().forEach(option -> values.put(option.name(), option.defaultValue()));
        configured.forEach((name, value) -> {
            if (plugin.options().stream().map(Option::name).noneMatch(name::equals)) {
                throw new IllegalArgumentException("not declared: " + name);
            }
            values.put(name, Optional.of(value));
        });
    }

    @Override
    public Options options() {
        return this;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Path dataDirectory() {
        return Path.of("target");
    }

    @Override
    public Optional<String> find(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("not declared: " + name);
        }
        return values.get(name);
    }

    @Override
    public String getString(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("neither a value nor a default: " + name));
    }

    @Override
    public int getInt(String name) {
        return Integer.parseInt(getString(name));
    }

    @Override
    public double getDouble(String name) {
        return Double.parseDouble(getString(name));
    }

    @Override
    public boolean getBoolean(String name) {
        return Boolean.parseBoolean(getString(name));
    }

    @Override
    public Duration getDuration(String name) {
        String text = getString(name);
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }

    @Override
    public Path getPath(String name) {
        return Path.of(getString(name));
    }

    @Override
    public URI getUri(String name) {
        return URI.create(getString(name));
    }

    @Override
    public List<String> getList(String name) {
        return List.of(getString(name).split(","));
    }
}
