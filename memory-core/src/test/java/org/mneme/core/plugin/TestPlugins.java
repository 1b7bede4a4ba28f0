package org.mneme.core.plugin;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Settings;

/** Open the plugins of a directory without a server; there are no others. */
final class TestPlugins {

    private final Path data;
    private final Map<String, String> settings = new HashMap<>();
    private Duration timeout = Duration.ofSeconds(10);

    TestPlugins(Path data) {
        this.data = data;
    }

    TestPlugins with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    TestPlugins timeout(Duration newTimeout) {
        timeout = newTimeout;
        return this;
    }

    Path directory() {
        return data.resolve("plugins");
    }

    Binder binder() {
        return new Binder(Settings.given(settings, "test"), data);
    }

    Plugins select(Binder binder) {
        PluginCatalog none = PluginCatalog.search(List.of());
        PluginOptions options = new PluginOptions(directory(), true, Duration.ofMillis(100), timeout);
        return Plugins.select(
                none,
                PluginDirectory.load(options, none, data),
                Map.of(
                        PluginKind.STORAGE, settings.getOrDefault("mneme.storage", "none"),
                        PluginKind.EMBEDDING, settings.getOrDefault("mneme.embedding", "vectors"),
                        PluginKind.EXTRACTOR, settings.getOrDefault("mneme.extractor", "words")),
                binder,
                Clock.systemUTC(),
                data);
    }

    Plugins select() {
        return select(binder());
    }
}
