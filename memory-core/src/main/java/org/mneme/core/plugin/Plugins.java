package org.mneme.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Health;
import org.mneme.spi.Plugin;
import org.mneme.spi.PluginContext;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.embedding.EmbeddingProvider;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.extractor.ExtractorProvider;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;
import org.mneme.spi.storage.Storage;
import org.mneme.spi.storage.StorageProvider;

/**
 * Select plugins by configuration, then open them.
 *
 * <p>Selecting only notes problems in the {@link Binder}; opening needs a configuration without any. What was opened is
 * closed in the opposite order.
 */
public final class Plugins implements AutoCloseable {

    private record Selected(PluginCatalog.Found plugin, BoundOptions options) {}

    private final PluginCatalog catalog;
    private final Clock clock;
    private final Path dataDirectory;
    private final Map<PluginKind, Selected> selected = new EnumMap<>(PluginKind.class);
    private final Map<String, Selected> notifiers = new LinkedHashMap<>();
    private final Map<Plugin, AutoCloseable> opened = new LinkedHashMap<>();

    /** The model to change to may come from the same plugin as the one in use, with options of its own. */
    private Optional<Selected> nextEmbedding = Optional.empty();

    private Optional<EmbeddingModel> openedNext = Optional.empty();

    /** The storage to move to may come from the same plugin as the one in use, too. */
    private Optional<Selected> targetStorage = Optional.empty();

    private Optional<Storage> openedTarget = Optional.empty();

    private Plugins(PluginCatalog catalog, Clock clock, Path dataDirectory) {
        this.catalog = catalog;
        this.clock = clock;
        this.dataDirectory = dataDirectory;
    }

    /**
     * Choose one plugin of each selected kind and all of the others, and bind their options.
     *
     * @param catalog what there is
     * @param choices the id configured for each selected kind
     * @param binder where the options come from and problems go to
     */
    public static Plugins select(
            PluginCatalog catalog, Map<PluginKind, String> choices, Binder binder, Clock clock, Path dataDirectory) {
        Plugins plugins = new Plugins(catalog, clock, dataDirectory);
        for (PluginKind kind : PluginKind.values()) {
            plugins.reportDuplicates(kind, binder);
            if (kind.selected()) {
                plugins.choose(kind, choices.get(kind), binder);
            }
        }
        for (PluginCatalog.Found notifier : catalog.found(PluginKind.NOTIFIER)) {
            String id = notifier.provider().id();
            plugins.notifiers.putIfAbsent(id, bind(notifier, binder));
        }
        return plugins;
    }

    /**
     * Choose the embedding plugin to change to, and bind its options below {@code mneme.reembed.embedding.<id>.}.
     *
     * @param choice its id; empty if the model is not to be changed
     */
    public void chooseNext(Optional<String> choice, Binder binder) {
        nextEmbedding = further(PluginKind.EMBEDDING, "mneme.reembed.embedding", choice, binder);
    }

    /**
     * Choose the storage plugin to move workspaces to, and bind its options below {@code mneme.migrate.storage.<id>.}.
     *
     * @param choice its id; empty if nothing is to be moved
     */
    public void chooseTarget(Optional<String> choice, Binder binder) {
        targetStorage = further(PluginKind.STORAGE, "mneme.migrate.storage", choice, binder);
    }

    /** Choose one more plugin of a kind, and bind its options below a key of their own. */
    private Optional<Selected> further(PluginKind kind, String key, Optional<String> choice, Binder binder) {
        Optional<Selected> further = Optional.empty();
        for (PluginCatalog.Found plugin : catalog.found(kind)) {
            String id = plugin.provider().id();
            String prefix = key + "." + id + ".";
            if (choice.filter(id::equals).isPresent()) {
                BoundOptions options = binder.bind(prefix, plugin.provider().options());
                further = Optional.of(new Selected(plugin, options));
            } else {
                binder.leave(prefix);
            }
        }
        if (choice.isPresent() && further.isEmpty()) {
            binder.report(key, "there is no plugin \"" + choice.get() + "\"", "give one of: " + ids(kind));
        }
        return further;
    }

    private String ids(PluginKind kind) {
        return catalog.found(kind).stream()
                .map(found -> found.provider().id())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void reportDuplicates(PluginKind kind, Binder binder) {
        catalog.found(kind).stream()
                .collect(Collectors.groupingBy(found -> found.provider().id()))
                .forEach((id, same) -> {
                    if (same.size() > 1) {
                        String jars =
                                same.stream().map(PluginCatalog.Found::source).collect(Collectors.joining(", "));
                        binder.report(
                                "mneme." + kind.word(),
                                "the id \"" + id + "\" is used by " + jars,
                                "remove all but one");
                    }
                });
    }

    private void choose(PluginKind kind, String id, Binder binder) {
        Optional<PluginCatalog.Found> choice = catalog.find(kind, id);
        if (choice.isEmpty()) {
            String broken = catalog.broken().stream()
                    .filter(plugin -> plugin.kind() == kind)
                    .map(plugin -> "; one could not be loaded: " + plugin.reason())
                    .collect(Collectors.joining());
            binder.report(
                    "mneme." + kind.word(), "there is no plugin \"" + id + "\"" + broken, "give one of: " + ids(kind));
            return;
        }
        selected.put(kind, bind(choice.get(), binder));
        catalog.found(kind).stream()
                .filter(other -> other != choice.get())
                .forEach(
                        other -> binder.leave(kind.optionPrefix(other.provider().id())));
    }

    private static Selected bind(PluginCatalog.Found plugin, Binder binder) {
        String prefix = plugin.kind().optionPrefix(plugin.provider().id());
        return new Selected(plugin, binder.bind(prefix, plugin.provider().options()));
    }

    /** Open the selected storage. */
    public Storage openStorage() {
        Selected choice = selected.get(PluginKind.STORAGE);
        return remember(choice, ((StorageProvider) choice.plugin().provider()).open(context(choice)));
    }

    /**
     * Return the storage to move workspaces to, which is opened when it is first asked for.
     *
     * @throws IllegalStateException if none is chosen
     */
    public synchronized Storage openTarget() {
        if (openedTarget.isEmpty()) {
            Selected choice = targetStorage.orElseThrow(() -> new IllegalStateException("no storage to move to"));
            // where it will be once it is the storage in use, unless the one in use is there
            boolean taken = selected.get(PluginKind.STORAGE).plugin() == choice.plugin();
            openedTarget = Optional.of(
                    ((StorageProvider) choice.plugin().provider()).open(context(choice, taken ? "-target" : "")));
        }
        return openedTarget.get();
    }

    /** Open the selected embedding model. */
    public EmbeddingModel openEmbedding() {
        Selected choice = selected.get(PluginKind.EMBEDDING);
        return remember(choice, ((EmbeddingProvider) choice.plugin().provider()).open(context(choice)));
    }

    /** Open the embedding model to change to, if one is chosen. */
    public Optional<EmbeddingModel> openNextEmbedding() {
        openedNext =
                nextEmbedding.map(choice -> ((EmbeddingProvider) choice.plugin().provider()).open(context(choice)));
        return openedNext;
    }

    /** Open the selected extractor. */
    public Extractor openExtractor() {
        Selected choice = selected.get(PluginKind.EXTRACTOR);
        return remember(choice, ((ExtractorProvider) choice.plugin().provider()).open(context(choice)));
    }

    /** Open every notifier, by id. */
    public Map<String, Notifier> openNotifiers() {
        Map<String, Notifier> open = new LinkedHashMap<>();
        notifiers.forEach((id, choice) -> open.put(
                id, remember(choice, ((NotifierProvider) choice.plugin().provider()).open(context(choice)))));
        return open;
    }

    private PluginContext context(Selected choice) {
        return context(choice, "");
    }

    private PluginContext context(Selected choice, String suffix) {
        Plugin provider = choice.plugin().provider();
        Path directory = dataDirectory.resolve(choice.plugin().kind().word()).resolve(provider.id() + suffix);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data directory of plugin " + provider.id(), e);
        }
        return new OpenContext(choice.options(), clock, directory);
    }

    private <T extends AutoCloseable> T remember(Selected choice, T instance) {
        opened.put(choice.plugin().provider(), instance);
        return instance;
    }

    /** Show every plugin found: those in use with their options and health. */
    public List<PluginStatus> status() {
        return catalog.found().stream().map(this::status).toList();
    }

    /**
     * Show the plugin in use of a kind of which one is selected.
     *
     * @throws IllegalArgumentException if the kind is not one of those
     */
    public PluginStatus status(PluginKind kind) {
        Selected choice = selected.get(kind);
        if (choice == null) {
            throw new IllegalArgumentException("no plugin is selected of kind " + kind.word());
        }
        return status(choice.plugin());
    }

    private PluginStatus status(PluginCatalog.Found found) {
        Plugin provider = found.provider();
        Selected choice = found.kind().selected() ? selected.get(found.kind()) : notifiers.get(provider.id());
        boolean active = choice != null && choice.plugin() == found;
        return new PluginStatus(
                found.kind(),
                provider.id(),
                provider.version(),
                found.source(),
                active,
                active ? choice.options().shown() : List.of(),
                active ? health(opened.get(provider)) : Health.up());
    }

    private static Health health(AutoCloseable instance) {
        if (instance instanceof Storage storage) {
            return storage.health();
        }
        if (instance instanceof EmbeddingModel model) {
            return model.health();
        }
        if (instance instanceof Extractor extractor) {
            return extractor.health();
        }
        if (instance instanceof Notifier notifier) {
            return notifier.health();
        }
        return Health.down("not open");
    }

    @Override
    public synchronized void close() {
        List<AutoCloseable> last = new ArrayList<>(opened.values());
        openedTarget.ifPresent(last::add);
        openedNext.ifPresent(last::add);
        for (int i = last.size() - 1; i >= 0; i--) {
            try {
                last.get(i).close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(Plugins.class).warn("A plugin did not close cleanly", e);
            }
        }
        opened.clear();
        openedNext = Optional.empty();
        openedTarget = Optional.empty();
    }
}
