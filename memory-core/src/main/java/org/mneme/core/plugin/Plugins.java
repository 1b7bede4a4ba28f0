package org.mneme.core.plugin;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.mneme.core.config.Binder;
import org.mneme.core.config.ConfigurationException;
import org.mneme.core.config.Problem;
import org.mneme.spi.Plugin;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open the plugins that are selected by configuration, and replace those of the plugin directory while they are used.
 *
 * <p>Selecting only notes problems in the {@link Binder}; opening needs a configuration without any. What was opened is
 * closed in the opposite order. What is opened stays the same object for its user when the plugin behind it is replaced.
 */
public final class Plugins implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);
    private static final String NEXT = "mneme.reembed.embedding";
    private static final String TARGET = "mneme.migrate.storage";

    private final PluginCatalog builtIn;
    private final PluginDirectory directory;
    private final Selection selection;
    private final Opener opener;

    /** Plugins in use or about to be, by their provider; a provider may say that it equals another. */
    private final Map<Plugin, Selected> selected = Collections.synchronizedMap(new IdentityHashMap<>());

    private final Map<Plugin, Opened<?>> opened = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Plugin, String> faults = Collections.synchronizedMap(new IdentityHashMap<>());
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final Map<String, LiveNotifier> notifiers = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    /** The model to change to may come from the same plugin as the one in use, with options of its own. */
    private Optional<Selected> nextEmbedding = Optional.empty();

    /** The storage to move to may come from the same plugin as the one in use, too. */
    private Optional<Selected> targetStorage = Optional.empty();

    private Optional<Opened<Storage>> openedTarget = Optional.empty();

    private Plugins(PluginCatalog builtIn, PluginDirectory directory, Selection selection, Opener opener) {
        this.builtIn = builtIn;
        this.directory = directory;
        this.selection = selection;
        this.opener = opener;
    }

    /** Choose among the plugins of the server alone, without a plugin directory. */
    public static Plugins select(
            PluginCatalog builtIn, Map<PluginKind, String> choices, Binder binder, Clock clock, Path dataDirectory) {
        return select(builtIn, PluginDirectory.none(dataDirectory), choices, binder, clock, dataDirectory);
    }

    /**
     * Choose one plugin of each selected kind and all of the others, and bind their options.
     *
     * @param builtIn what there is in the server
     * @param directory what there is beside it; closed with the plugins
     * @param choices the id configured for each selected kind
     * @param binder where the options come from and problems go to
     */
    public static Plugins select(
            PluginCatalog builtIn,
            PluginDirectory directory,
            Map<PluginKind, String> choices,
            Binder binder,
            Clock clock,
            Path dataDirectory) {
        Fence checks = ThreadFence.around("checks", Plugins.class.getClassLoader(), CHECK_TIMEOUT);
        Selection selection = new Selection(builtIn, directory, choices, binder);
        Plugins plugins = new Plugins(builtIn, directory, selection, new Opener(clock, dataDirectory, checks));
        selection.choose(plugins.selected, plugins.faults);
        return plugins;
    }

    /**
     * Choose the embedding plugin to change to, and bind its options below {@code mneme.reembed.embedding.<id>.}.
     *
     * @param choice its id; empty if the model is not to be changed
     */
    public void chooseNext(Optional<String> choice) {
        nextEmbedding = selection.further(PluginKind.EMBEDDING, NEXT, choice);
    }

    /**
     * Choose the storage plugin to move workspaces to, and bind its options below {@code mneme.migrate.storage.<id>.}.
     *
     * @param choice its id; empty if nothing is to be moved
     */
    public void chooseTarget(Optional<String> choice) {
        targetStorage = selection.further(PluginKind.STORAGE, TARGET, choice);
    }

    /** Open the selected storage. */
    public Storage openStorage() {
        Selected choice = choice(PluginKind.STORAGE).orElseThrow();
        Opened<Storage> open = open(choice, Storage.class, "mneme.storage");
        register(choice, open);
        closing.push(open::retire);
        return open.instance();
    }

    /**
     * Return the storage to move workspaces to, which is opened when it is first asked for.
     *
     * @throws IllegalStateException if none is chosen
     */
    public synchronized Storage openTarget() {
        if (openedTarget.isEmpty()) {
            Selected target = targetStorage.orElseThrow(() -> new IllegalStateException("no storage to move to"));
            // where it will be once it is the storage in use, unless the one in use is there
            boolean taken = choice(PluginKind.STORAGE)
                    .filter(inUse -> inUse.plugin() == target.plugin())
                    .isPresent();
            openedTarget = Optional.of(open(taken ? target.in("-target") : target, Storage.class, TARGET));
        }
        return openedTarget.get().instance();
    }

    /** Open the selected embedding model; what is returned stays the same when the plugin is replaced. */
    public EmbeddingModel openEmbedding() {
        Selected choice = choice(PluginKind.EMBEDDING).orElseThrow();
        Opened<EmbeddingModel> first = open(choice, EmbeddingModel.class, "mneme.embedding");
        register(choice, first);
        return seated(
                choice, first, PluginKind.EMBEDDING.optionPrefix(choice.plugin().id()));
    }

    /** Open the embedding model to change to, if one is chosen. */
    public Optional<EmbeddingModel> openNextEmbedding() {
        return nextEmbedding.map(choice -> seated(
                choice,
                open(choice, EmbeddingModel.class, NEXT),
                NEXT + "." + choice.plugin().id() + "."));
    }

    private EmbeddingModel seated(Selected choice, Opened<EmbeddingModel> first, String prefix) {
        Seat<EmbeddingModel> seat = new Seat<>(first);
        LiveEmbedding live =
                new LiveEmbedding(first.instance().modelId(), first.instance().dimension(), seat);
        keep(new Place(PluginKind.EMBEDDING, choice.plugin().id(), prefix, seat, Optional.of(live)));
        return live;
    }

    /** Open the selected extractor; what is returned stays the same when the plugin is replaced. */
    public Extractor openExtractor() {
        Selected choice = choice(PluginKind.EXTRACTOR).orElseThrow();
        Opened<Extractor> first = open(choice, Extractor.class, "mneme.extractor");
        register(choice, first);
        Seat<Extractor> seat = new Seat<>(first);
        String id = choice.plugin().id();
        keep(new Place(PluginKind.EXTRACTOR, id, PluginKind.EXTRACTOR.optionPrefix(id), seat, Optional.empty()));
        return new LiveExtractor(id, seat);
    }

    private void keep(Place place) {
        places.add(place);
        closing.push(() -> Seats.vacate(place.seat()));
    }

    private <T extends AutoCloseable> Opened<T> open(Selected choice, Class<T> type, String key) {
        try {
            return choice.isBuiltIn() ? opener.builtIn(choice, type) : opener.ofJar(choice, type, true);
        } catch (PluginFault e) {
            throw new ConfigurationException(
                    List.of(new Problem(key, e.getMessage(), "mend or replace the jar, or select another plugin")));
        }
    }

    /**
     * Open every notifier, by id.
     *
     * @return a view, in which notifiers appear and disappear with the jars they come in
     */
    public Map<String, Notifier> openNotifiers() {
        List<Selected> all = selection
                .found(PluginKind.NOTIFIER)
                .flatMap(plugin -> Stream.ofNullable(selected.get(plugin.provider())))
                .toList();
        for (Selected choice : all) {
            try {
                Opened<Notifier> open = choice.isBuiltIn()
                        ? opener.builtIn(choice, Notifier.class)
                        : opener.ofJar(choice, Notifier.class, true);
                register(choice, open);
                seatNotifier(choice.plugin().id(), open);
            } catch (PluginFault e) {
                fail(choice.plugin(), e);
            }
        }
        return Collections.unmodifiableMap(notifiers);
    }

    /** Return the plugin in use of a kind of which one is selected. */
    Optional<Selected> choice(PluginKind kind) {
        synchronized (selected) {
            return selected.values().stream()
                    .filter(choice -> choice.plugin().kind() == kind)
                    .findFirst();
        }
    }

    void register(Selected choice, Opened<?> open) {
        selected.put(choice.plugin().provider(), choice);
        opened.put(choice.plugin().provider(), open);
        faults.remove(choice.plugin().provider());
    }

    /** Note that a plugin is used no more. */
    void unregister(PluginCatalog.Found plugin) {
        selected.remove(plugin.provider());
        opened.remove(plugin.provider());
        faults.remove(plugin.provider());
    }

    void fail(PluginCatalog.Found plugin, PluginFault fault) {
        selected.remove(plugin.provider());
        faults.put(plugin.provider(), fault.getMessage());
        LOG.warn("A plugin cannot be used: {}", fault.getMessage());
    }

    Optional<String> fault(PluginCatalog.Found plugin) {
        return Optional.ofNullable(faults.get(plugin.provider()));
    }

    Optional<Selected> inUse(PluginCatalog.Found plugin) {
        return Optional.ofNullable(selected.get(plugin.provider()));
    }

    Optional<Opened<?>> open(PluginCatalog.Found plugin) {
        return Optional.ofNullable(opened.get(plugin.provider()));
    }

    /** Put a notifier to where its webhooks find it, and return the one before, which nobody closed. */
    Optional<Opened<Notifier>> seatNotifier(String id, Opened<Notifier> open) {
        LiveNotifier there = notifiers.get(id);
        if (there != null) {
            return Optional.ofNullable(there.seat().replace(open));
        }
        LiveNotifier live = new LiveNotifier(id, new Seat<>(open));
        notifiers.put(id, live);
        return Optional.empty();
    }

    /** Tell whether a notifier with this id is open that came in a jar of the plugin directory. */
    public boolean isAddedNotifier(String id) {
        return notifiers.containsKey(id)
                && builtIn.find(PluginKind.NOTIFIER, id).isEmpty();
    }

    void removeNotifier(String id) {
        LiveNotifier gone = notifiers.remove(id);
        if (gone != null) {
            gone.close();
        }
    }

    Optional<LiveNotifier> notifier(String id) {
        return Optional.ofNullable(notifiers.get(id));
    }

    /** Return the places in which a plugin is to be open. */
    List<Place> places(PluginCatalog.Found plugin) {
        return places.stream()
                .filter(place -> place.kind() == plugin.kind() && place.id().equals(plugin.id()))
                .toList();
    }

    PluginCatalog builtIn() {
        return builtIn;
    }

    PluginDirectory directory() {
        return directory;
    }

    Opener opener() {
        return opener;
    }

    /** Bind the options of a plugin as they are configured now. */
    Binder.Bound bind(PluginCatalog.Found plugin, String prefix) {
        return selection.bind(plugin, prefix);
    }

    /**
     * Look at the plugin directory again, and let what has changed take effect. One thread at a time does; others wait.
     *
     * @return what became of each jar that was added, replaced or removed; one that cannot be used leaves the one before
     *     serving
     */
    public synchronized List<PluginChange> reload() {
        return new PluginReload(this).run();
    }

    /**
     * Reload by itself when the plugin directory changes, if that is configured.
     *
     * @param scheduler looks now and then
     * @param workers reloads
     */
    public void watch(ScheduledExecutorService scheduler, Executor workers) {
        PluginOptions options = directory.options();
        if (options.watch()) {
            closing.push(new PluginWatch(this, options.watchInterval(), scheduler, workers));
        }
    }

    /** Return what lies in the plugin directory now, to be compared with what lies there later. */
    Object glance() {
        return directory.files();
    }

    /** Show every plugin found, and every jar that cannot be used. */
    public List<PluginStatus> status() {
        return new PluginTable(this).rows();
    }

    /** Write the table of the plugins to the log. */
    public void log() {
        LOG.info("The plugins:\n{}", String.join("\n", PluginTable.lines(status())));
    }

    /**
     * Show the plugin in use of a kind of which one is selected.
     *
     * @throws IllegalArgumentException if the kind is not one of those
     */
    public PluginStatus status(PluginKind kind) {
        Selected choice = choice(kind)
                .filter(found -> kind.selected())
                .orElseThrow(() -> new IllegalArgumentException("no plugin is selected of kind " + kind.word()));
        return new PluginTable(this).row(choice.plugin());
    }

    @Override
    public synchronized void close() {
        List<AutoCloseable> last = new ArrayList<>(notifiers.values());
        openedTarget.ifPresent(target -> last.add(target::retire));
        last.addAll(closing);
        last.add(directory);
        last.add(opener.checks());
        for (AutoCloseable one : last) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.warn("A plugin did not close cleanly", e);
            }
        }
        openedTarget = Optional.empty();
        notifiers.clear();
        closing.clear();
        opened.clear();
    }
}
