package org.mneme.notify;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.spi.Option;
import org.mneme.spi.Options;
import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;

/** Open a plugin the way a server does: defaults from its declared options, and no option that is not declared. */
public final class TestContext implements PluginContext, Options {

    private final Map<String, Optional<String>> values = new LinkedHashMap<>();

    public TestContext(Plugin plugin, Map<String, String> configured) {
        for (Option option : plugin.options()) {
            values.put(option.name(), option.defaultValue());
        }
        configured.forEach((name, value) -> {
            requireDeclared(name);
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
        requireDeclared(name);
        return values.get(name);
    }

    @Override
    public String getString(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no value and no default: " + name));
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
        return Path.of(getString(name)).toAbsolutePath();
    }

    @Override
    public URI getUri(String name) {
        return URI.create(getString(name));
    }

    @Override
    public List<String> getList(String name) {
        return find(name).map(text -> List.of(text.split("\\s*,\\s*"))).orElse(List.of());
    }

    private void requireDeclared(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("not declared: " + name);
        }
    }
}
