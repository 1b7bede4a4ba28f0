package org.mneme.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Settings;
import org.mneme.core.plugin.PluginCatalog;
import org.mneme.core.plugin.PluginKind;
import org.mneme.core.plugin.Plugins;

/** Open the plugins that the server opens, without the server. */
final class Parts {

    private Parts() {}

    /** Select the default plugins on a data directory; the caller opens what it needs, and closes all. */
    static Plugins on(Path dataDirectory) {
        return on(dataDirectory, "jpa", Map.of());
    }

    /** Select a storage and the other default plugins, with options. */
    static Plugins on(Path dataDirectory, String storage, Map<String, String> options) {
        Binder binder = new Binder(Settings.given(options, "benchmark"), dataDirectory);
        Plugins plugins = Plugins.select(
                PluginCatalog.search(List.of(Parts.class.getClassLoader())),
                Map.of(PluginKind.STORAGE, storage, PluginKind.EMBEDDING, "onnx", PluginKind.EXTRACTOR, "rules"),
                binder,
                Clock.systemUTC(),
                dataDirectory);
        binder.stopIfWrong();
        return plugins;
    }
}
