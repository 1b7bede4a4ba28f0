package org.mneme.war.migration;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Settings;
import org.mneme.core.plugin.PluginCatalog;
import org.mneme.core.plugin.PluginKind;
import org.mneme.core.plugin.Plugins;
import org.mneme.spi.storage.Storage;
import org.mneme.test.elasticsearch.ElasticsearchNode;

/** Open storages as a server does. */
final class Storages {

    private Storages() {}

    /** Open a storage by a name that another process can be told: its kind, its directory, and for a cluster a prefix. */
    static Storage named(String name) {
        String[] parts = name.split("\\|");
        return parts[0].equals("jpa") ? jpa(Path.of(parts[1])) : elasticsearch(parts[2], Path.of(parts[1]));
    }

    static Storage jpa(Path directory) {
        return open("jpa", Map.of(), directory);
    }

    static Storage elasticsearch(String prefix, Path directory) {
        return open(
                "elasticsearch",
                Map.of(
                        "mneme.storage.elasticsearch.hosts",
                        ElasticsearchNode.uris(),
                        "mneme.storage.elasticsearch.index-prefix",
                        prefix,
                        "mneme.storage.elasticsearch.shards",
                        "1",
                        "mneme.storage.elasticsearch.replicas",
                        "0"),
                directory);
    }

    private static Storage open(String storage, Map<String, String> values, Path directory) {
        PluginCatalog catalog = PluginCatalog.search(List.of(Storages.class.getClassLoader()));
        Binder binder = new Binder(Settings.given(values, "test"), directory);
        Map<PluginKind, String> choices =
                Map.of(PluginKind.STORAGE, storage, PluginKind.EMBEDDING, "hashing", PluginKind.EXTRACTOR, "rules");
        Plugins plugins = Plugins.select(catalog, choices, binder, Clock.systemUTC(), directory);
        binder.stopIfWrong();
        return plugins.openStorage();
    }
}
