package org.mneme.core.plugin;

import java.util.Locale;
import org.mneme.spi.Plugin;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.extractor.ExtractorProvider;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.spi.storage.StorageProvider;

/** Name the kinds of plugins, and how each is chosen. */
public enum PluginKind {
    STORAGE(StorageProvider.class, true),
    EMBEDDING(EmbeddingProvider.class, true),
    EXTRACTOR(ExtractorProvider.class, true),
    NOTIFIER(NotifierProvider.class, false);

    private final Class<? extends Plugin> contract;
    private final boolean selected;

    PluginKind(Class<? extends Plugin> contract, boolean selected) {
        this.contract = contract;
        this.selected = selected;
    }

    /** Return the interface that plugins of this kind implement. */
    public Class<? extends Plugin> contract() {
        return contract;
    }

    /** Tell whether one plugin of this kind is chosen by {@code mneme.<kind>}; else all are open. */
    public boolean selected() {
        return selected;
    }

    /** Return the word used in configuration keys. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Return the prefix of the options of one plugin, such as {@code mneme.storage.jpa.}. */
    public String optionPrefix(String pluginId) {
        return "mneme." + word() + "." + pluginId + ".";
    }
}
