package org.mneme.core.plugin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mneme.core.config.Binder;
import org.mneme.core.config.Problem;
import org.mneme.spi.Plugin;

/** Choose among the plugins there are, by configuration, and bind their options; what is wrong goes to the {@link Binder}. */
final class Selection {

    private static final Fence OPEN = new OpenFence();

    private final PluginCatalog builtIn;
    private final PluginDirectory directory;
    private final Map<PluginKind, String> choices;
    private final Binder binder;

    /**
     * Make a selection that chooses nothing yet.
     *
     * @param builtIn what there is in the server
     * @param directory what there is beside it
     * @param choices the id configured for each selected kind
     * @param binder where the options come from and problems go to
     */
    Selection(PluginCatalog builtIn, PluginDirectory directory, Map<PluginKind, String> choices, Binder binder) {
        this.builtIn = builtIn;
        this.directory = directory;
        this.choices = Map.copyOf(choices);
        this.binder = binder;
    }

    /**
     * Choose one plugin of each selected kind and all of the others.
     *
     * @param selected is given those chosen, by their provider
     * @param faults is told what is wrong with those that cannot be used
     */
    void choose(Map<Plugin, Selected> selected, Map<Plugin, String> faults) {
        for (PluginKind kind : PluginKind.values()) {
            noteDuplicates(kind, faults);
            if (kind.selected()) {
                chooseOne(kind, selected, faults);
            }
        }
        found(PluginKind.NOTIFIER).forEach(notifier -> use(notifier, false, selected, faults));
        if (!directory.rejected().isEmpty()) {
            leaveOptionsOfTheBroken();
        }
    }

    /** Return every plugin of a kind, those of the server first. */
    Stream<PluginCatalog.Found> found(PluginKind kind) {
        return Stream.concat(builtIn.found(kind).stream(), directory.found().filter(found -> found.kind() == kind));
    }

    /** The first of two plugins of the server with one id counts; only if it is selected is it the operator's to decide. */
    private void noteDuplicates(PluginKind kind, Map<Plugin, String> faults) {
        Map<String, PluginCatalog.Found> first = new LinkedHashMap<>();
        for (PluginCatalog.Found plugin : builtIn.found(kind)) {
            PluginCatalog.Found other = first.putIfAbsent(plugin.id(), plugin);
            if (other == null) {
                continue;
            }
            String wrong = "the id \"" + plugin.id() + "\" is used by " + other.source() + ", " + plugin.source();
            faults.put(plugin.provider(), wrong + "; the first is used");
            if (plugin.id().equals(choices.get(kind))) {
                binder.report("mneme." + kind.word(), wrong, "remove all but one");
            }
        }
    }

    private void chooseOne(PluginKind kind, Map<Plugin, Selected> selected, Map<Plugin, String> faults) {
        String id = choices.get(kind);
        Optional<PluginCatalog.Found> choice =
                found(kind).filter(plugin -> plugin.id().equals(id)).findFirst();
        if (choice.isEmpty()) {
            binder.report(
                    "mneme." + kind.word(),
                    "there is no plugin \"" + id + "\"" + broken(kind),
                    "give one of: " + ids(kind));
            return;
        }
        use(choice.get(), true, selected, faults);
        reportRivals(kind, id);
        found(kind)
                .filter(other -> other != choice.get())
                .forEach(other -> binder.leave(kind.optionPrefix(other.id())));
    }

    /** Choose one more plugin of a kind, and bind its options below a key of their own. */
    Optional<Selected> further(PluginKind kind, String key, Optional<String> choice) {
        Optional<Selected> further = Optional.empty();
        for (PluginCatalog.Found plugin : found(kind).toList()) {
            String prefix = key + "." + plugin.id() + ".";
            if (choice.filter(plugin.id()::equals).isPresent() && further.isEmpty()) {
                further = Optional.of(new Selected(plugin, binder.bind(prefix, plugin.options()), fence(plugin)));
            } else {
                binder.leave(prefix);
            }
        }
        if (choice.isPresent() && further.isEmpty()) {
            binder.report(
                    key, "there is no plugin \"" + choice.get() + "\"" + broken(kind), "give one of: " + ids(kind));
        }
        return further;
    }

    /** A jar that was refused because it has the id that is selected: which of the two is meant, nobody but the operator knows. */
    private void reportRivals(PluginKind kind, String id) {
        directory.rejected().stream()
                .map(PluginDirectory.Rejected::fault)
                .filter(fault -> fault.isRival(kind, id))
                .forEach(fault -> binder.report("mneme." + kind.word(), fault.getMessage(), "keep the one you mean"));
    }

    private String ids(PluginKind kind) {
        return found(kind).map(PluginCatalog.Found::id).sorted().collect(Collectors.joining(", "));
    }

    private String broken(PluginKind kind) {
        Stream<String> ofServer = builtIn.broken().stream()
                .filter(plugin -> plugin.kind() == kind)
                .map(PluginCatalog.Broken::reason);
        return Stream.concat(ofServer, directory.faults().stream())
                .map(reason -> "; one could not be loaded: " + reason)
                .collect(Collectors.joining());
    }

    /** Bind the options of a plugin; what is wrong stops the start if the plugin is of the server, or the selected one. */
    private void use(
            PluginCatalog.Found plugin, boolean chosen, Map<Plugin, Selected> selected, Map<Plugin, String> faults) {
        if (faults.containsKey(plugin.provider())) {
            return;
        }
        Binder.Bound bound = binder.tryBind(plugin.kind().optionPrefix(plugin.id()), plugin.options());
        Fence fence = fence(plugin);
        if (chosen || fence instanceof OpenFence) {
            bound.problems().forEach(problem -> binder.report(problem.key(), problem.wrong(), problem.remedy()));
        } else if (!bound.problems().isEmpty()) {
            faults.put(plugin.provider(), inWords(plugin, bound.problems()));
            return;
        }
        selected.put(plugin.provider(), new Selected(plugin, bound.options(), fence));
    }

    static String inWords(PluginCatalog.Found plugin, List<Problem> problems) {
        return plugin.source() + ": " + problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }

    private Fence fence(PluginCatalog.Found plugin) {
        return directory.jars().stream()
                .filter(jar -> jar.has(plugin))
                .map(PluginJar::fence)
                .findFirst()
                .orElse(OPEN);
    }

    /** The options of a plugin that could not be loaded are unknown, which is no reason to stop. */
    private void leaveOptionsOfTheBroken() {
        for (PluginKind kind : PluginKind.values()) {
            List<String> known =
                    found(kind).map(found -> kind.optionPrefix(found.id())).toList();
            binder.leaveBelow("mneme." + kind.word() + ".", known);
        }
    }

    /** Bind the options of a plugin as they are configured now. */
    Binder.Bound bind(PluginCatalog.Found plugin, String prefix) {
        return binder.renewed().tryBind(prefix, plugin.options());
    }
}
