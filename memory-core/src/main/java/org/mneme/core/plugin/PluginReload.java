package org.mneme.core.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mneme.core.config.Binder;
import org.mneme.spi.embedding.EmbeddingModel;
import org.mneme.spi.extractor.Extractor;
import org.mneme.spi.notifier.Notifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Let the changes of the plugin directory take effect, once.
 *
 * <p>A jar takes the place of another if it has its file name, or its descriptor's id while the other's file is gone. It is
 * loaded, opened and checked beside the other; only then do all its plugins take their seats, and the other is closed when
 * the last call has left it. If anything is wrong with it, nothing has changed.
 */
final class PluginReload {

    private static final Logger LOG = LoggerFactory.getLogger(PluginReload.class);

    private final Plugins plugins;
    private final PluginDirectory directory;
    private final List<PluginChange> changes = new ArrayList<>();

    PluginReload(Plugins plugins) {
        this.plugins = plugins;
        this.directory = plugins.directory();
    }

    List<PluginChange> run() {
        Map<String, PluginFile> files = directory.files().stream()
                .collect(Collectors.toMap(PluginFile::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        directory.rejected().stream()
                .map(rejected -> rejected.file().name())
                .filter(name -> !files.containsKey(name))
                .forEach(directory::forget);
        Map<String, PluginJar> gone = directory.jars().stream()
                .filter(jar -> !files.containsKey(jar.file().name()))
                .collect(Collectors.toMap(jar -> jar.file().name(), Function.identity()));
        files.values().stream().filter(this::isToBeLoaded).forEach(file -> load(file, gone));
        gone.values().forEach(this::remove);
        changes.forEach(PluginReload::log);
        return List.copyOf(changes);
    }

    private static void log(PluginChange change) {
        switch (change.outcome()) {
            case ADDED, REPLACED, REMOVED -> LOG.info("Plugin {}", change);
            case KEPT, REFUSED, BROKEN, RESTART_NEEDED -> LOG.warn("Plugin {}", change);
        }
    }

    private boolean isToBeLoaded(PluginFile file) {
        Optional<PluginJar> loaded = directory.jar(file.name());
        return loaded.isEmpty()
                || directory.rejected(file.name()).isPresent()
                || !loaded.get().file().stamp().equals(file.stamp())
                || loaded.get().providers().stream()
                        .anyMatch(found -> plugins.fault(found).isPresent());
    }

    private void load(PluginFile file, Map<String, PluginJar> gone) {
        Optional<PluginJar> before = directory.jar(file.name());
        try {
            PluginJar next = directory.load(file);
            try {
                before = before.or(() -> gone.values().stream()
                        .filter(jar ->
                                jar.descriptor().id().equals(next.descriptor().id()))
                        .findFirst());
                take(file, next, before, gone);
            } catch (PluginFault e) {
                next.close();
                throw e.of(next.descriptor());
            }
        } catch (PluginFault e) {
            directory.reject(file, PluginState.BROKEN, e);
            PluginChange.Outcome outcome = before.filter(this::serves).isPresent()
                    ? PluginChange.Outcome.REFUSED
                    : PluginChange.Outcome.BROKEN;
            before.ifPresent(jar -> gone.remove(jar.file().name()));
            changes.add(new PluginChange(file.name(), outcome, Optional.of(e.getMessage())));
        }
    }

    private void take(PluginFile file, PluginJar next, Optional<PluginJar> before, Map<String, PluginJar> gone)
            throws PluginFault {
        boolean same = before.filter(jar -> jar.digest().equals(next.digest())
                        && jar.file().name().equals(file.name())
                        && jar.providers().stream()
                                .noneMatch(found -> plugins.fault(found).isPresent()))
                .isPresent();
        if (same) {
            next.close();
            directory.put(before.orElseThrow().touched(file));
            return;
        }
        directory.requireFree(next, plugins.builtIn(), before);
        if (next.startOnly() || before.filter(PluginJar::startOnly).isPresent()) {
            next.close();
            before.ifPresent(jar -> gone.remove(jar.file().name()));
            PluginFault wait = new PluginFault(
                    file.name() + " has a storage plugin, which is loaded only when the server starts: restart it");
            directory.reject(file, PluginState.RESTART_NEEDED, wait.of(next.descriptor()));
            changes.add(
                    new PluginChange(file.name(), PluginChange.Outcome.RESTART_NEEDED, Optional.of(wait.getMessage())));
            return;
        }
        boolean served = before.filter(this::serves).isPresent();
        replace(next, before, served);
        before.ifPresent(jar -> gone.remove(jar.file().name()));
        changes.add(new PluginChange(file.name(), outcome(next, served), note(next)));
    }

    private PluginChange.Outcome outcome(PluginJar next, boolean replaces) {
        if (next.providers().stream().allMatch(found -> plugins.fault(found).isPresent())) {
            return PluginChange.Outcome.BROKEN;
        }
        return replaces ? PluginChange.Outcome.REPLACED : PluginChange.Outcome.ADDED;
    }

    /** Tell whether something of a jar is open, which a bad successor must not disturb. */
    private boolean serves(PluginJar jar) {
        return jar.providers().stream().anyMatch(found -> plugins.open(found).isPresent());
    }

    private Optional<String> note(PluginJar jar) {
        List<String> faults = jar.providers().stream()
                .flatMap(found -> plugins.fault(found).stream())
                .toList();
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
    }

    /** Open and check everything of the new jar, then swap, then close the old one: in this order nothing is ever missing. */
    private void replace(PluginJar next, Optional<PluginJar> before, boolean strict) throws PluginFault {
        requireWhatIsSelected(next, before);
        List<Prepared> prepared = new ArrayList<>();
        try {
            for (PluginCatalog.Found found : next.providers()) {
                prepare(next, found, strict, prepared);
            }
        } catch (PluginFault e) {
            prepared.forEach(one -> one.open().retire());
            throw e;
        }
        List<Opened<?>> replaced = new ArrayList<>();
        prepared.forEach(one -> seat(one).ifPresent(replaced::add));
        before.ifPresent(directory::remove);
        directory.put(next);
        before.ifPresent(jar -> close(jar, next, replaced));
    }

    /** Holds what was opened, and the place it is for; notifiers have their own. */
    private record Prepared(Selected choice, Opened<?> open, Optional<Place> place) {}

    /** Open a plugin wherever it is to be open: all notifiers are, and what is selected of the others. */
    private void prepare(PluginJar jar, PluginCatalog.Found found, boolean strict, List<Prepared> prepared)
            throws PluginFault {
        if (found.kind() == PluginKind.NOTIFIER) {
            String prefix = found.kind().optionPrefix(found.id());
            open(jar, found, prefix, strict, Optional.empty()).ifPresent(prepared::add);
        }
        for (Place place : plugins.places(found)) {
            open(jar, found, place.prefix(), strict, Optional.of(place)).ifPresent(prepared::add);
        }
    }

    private void requireWhatIsSelected(PluginJar next, Optional<PluginJar> before) throws PluginFault {
        for (PluginCatalog.Found found : before.map(PluginJar::providers).orElse(List.of())) {
            boolean needed = !plugins.places(found).isEmpty();
            if (needed && next.of(found.kind()).noneMatch(other -> other.id().equals(found.id()))) {
                throw new PluginFault(
                        next.file().name() + " lacks the " + found.kind().word() + " plugin \"" + found.id()
                                + "\", which is selected; the one before serves on");
            }
        }
    }

    private Optional<Prepared> open(
            PluginJar jar, PluginCatalog.Found found, String prefix, boolean strict, Optional<Place> place)
            throws PluginFault {
        try {
            Binder.Bound bound = plugins.bind(found, prefix);
            if (!bound.problems().isEmpty()) {
                throw new PluginFault(Selection.inWords(found, bound.problems()));
            }
            Selected choice = new Selected(found, bound.options(), jar.fence());
            return Optional.of(new Prepared(choice, open(choice, strict, place), place));
        } catch (PluginFault e) {
            if (strict) {
                throw e;
            }
            plugins.fail(found, e);
            return Optional.empty();
        }
    }

    private Opened<?> open(Selected choice, boolean strict, Optional<Place> place) throws PluginFault {
        return switch (choice.plugin().kind()) {
            case EMBEDDING -> sameVectors(choice, plugins.opener().ofJar(choice, EmbeddingModel.class, !strict), place);
            case EXTRACTOR -> plugins.opener().ofJar(choice, Extractor.class, !strict);
            case NOTIFIER -> plugins.opener().ofJar(choice, Notifier.class, !strict);
            case STORAGE -> throw new PluginFault("a storage plugin is opened only when the server starts");
        };
    }

    /** Vectors of two models are never compared: another model is a matter of embedding every memory again. */
    private Opened<EmbeddingModel> sameVectors(Selected choice, Opened<EmbeddingModel> next, Optional<Place> place)
            throws PluginFault {
        EmbeddingModel present = place.flatMap(Place::model).orElseThrow();
        String before = present.modelId() + " (" + present.dimension() + " dimensions)";
        String after = next.instance().modelId() + " (" + next.instance().dimension() + " dimensions)";
        if (!before.equals(after)) {
            next.retire();
            throw new PluginFault(choice.plugin().source() + ": its model is " + after
                    + ", the one it would replace makes vectors of " + before
                    + "; changing the model means embedding every memory again, see docs/reembed.md");
        }
        return next;
    }

    @SuppressWarnings("unchecked") // opened above as what plugins of the kind open
    private Optional<Opened<?>> seat(Prepared prepared) {
        Selected choice = prepared.choice();
        if (prepared.place().filter(place -> !place.isPresentOne()).isEmpty()) {
            plugins.register(choice, prepared.open());
        }
        if (prepared.place().isPresent()) {
            return prepared.place().get().replace(prepared.open());
        }
        return plugins.seatNotifier(choice.plugin().id(), (Opened<Notifier>) prepared.open())
                .map(before -> before);
    }

    private void close(PluginJar before, PluginJar next, List<Opened<?>> replaced) {
        Set<String> kept =
                next.of(PluginKind.NOTIFIER).map(PluginCatalog.Found::id).collect(Collectors.toSet());
        before.of(PluginKind.NOTIFIER)
                .map(PluginCatalog.Found::id)
                .filter(id -> !kept.contains(id))
                .forEach(plugins::removeNotifier);
        replaced.forEach(Opened::retire);
        before.providers().forEach(plugins::unregister);
        before.close();
    }

    private void remove(PluginJar jar) {
        boolean needed = jar.startOnly()
                || jar.providers().stream()
                        .anyMatch(found -> !plugins.places(found).isEmpty());
        if (needed) {
            PluginFault kept = new PluginFault(jar.file().name()
                    + " is gone, but serves on until the server ends; the next start needs it, or another selection");
            directory.reject(jar.file(), PluginState.ACTIVE, kept);
            changes.add(new PluginChange(jar.file().name(), PluginChange.Outcome.KEPT, Optional.of(kept.getMessage())));
            return;
        }
        directory.remove(jar);
        jar.of(PluginKind.NOTIFIER).map(PluginCatalog.Found::id).forEach(plugins::removeNotifier);
        jar.providers().forEach(plugins::unregister);
        jar.close();
        changes.add(new PluginChange(jar.file().name(), PluginChange.Outcome.REMOVED, Optional.empty()));
    }
}
