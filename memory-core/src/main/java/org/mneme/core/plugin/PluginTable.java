package org.mneme.core.plugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Health;
import org.mneme.spi.PluginDescriptor;

/** Show every plugin to an operator: in the administration interface, and in the log of the start. */
final class PluginTable {

    private final Plugins plugins;

    PluginTable(Plugins plugins) {
        this.plugins = plugins;
    }

    /** Return a row for each plugin, and for each jar that cannot be used. */
    List<PluginStatus> rows() {
        List<PluginStatus> rows = new ArrayList<>();
        plugins.builtIn().found().forEach(found -> rows.add(row(found)));
        plugins.builtIn().broken().forEach(broken -> rows.add(row(broken)));
        for (PluginJar jar : plugins.directory().jars()) {
            jar.providers().forEach(found -> rows.add(row(found)));
        }
        plugins.directory().rejected().stream()
                .filter(rejected ->
                        plugins.directory().jar(rejected.file().name()).isEmpty())
                .forEach(rejected -> rows.add(row(rejected)));
        return rows;
    }

    PluginStatus row(PluginCatalog.Found found) {
        Optional<Selected> use = plugins.inUse(found);
        Optional<Opened<?>> open = plugins.open(found);
        Optional<PluginDirectory.Rejected> successor = plugins.directory()
                .jar(found.source())
                .filter(jar -> jar.has(found))
                .flatMap(jar -> plugins.directory().rejected(jar.file().name()));
        Optional<String> fault = plugins.fault(found);
        Health health = fault.map(Health::down)
                .or(() -> open.map(PluginTable::health))
                .orElseGet(() -> use.isPresent() ? Health.down("not open") : Health.up());
        return new PluginStatus(
                Optional.of(found.kind()),
                Optional.of(found.id()),
                Optional.of(found.version()),
                found.source(),
                state(fault.isPresent(), use.isPresent(), successor, open, health),
                fault.or(() -> successor.map(rejected -> rejected.fault().getMessage()))
                        .or(() -> open.flatMap(PluginTable::lastFailure)),
                use.map(choice -> choice.options().shown()).orElse(List.of()),
                health);
    }

    private static PluginState state(
            boolean broken,
            boolean used,
            Optional<PluginDirectory.Rejected> successor,
            Optional<Opened<?>> open,
            Health health) {
        if (broken) {
            return PluginState.BROKEN;
        }
        if (successor
                .filter(rejected -> rejected.state() == PluginState.RESTART_NEEDED)
                .isPresent()) {
            return PluginState.RESTART_NEEDED;
        }
        if (!used) {
            return PluginState.AVAILABLE;
        }
        boolean failing = open.filter(one -> one.track().failing()).isPresent();
        return failing || health.state() == Health.State.DOWN ? PluginState.FAILING : PluginState.ACTIVE;
    }

    private static Optional<String> lastFailure(Opened<?> open) {
        return open.track().failing()
                ? open.track().last().map(mishap -> "its last call failed at " + mishap.at() + ": " + mishap.what())
                : Optional.empty();
    }

    private static Health health(Opened<?> open) {
        Health health = open.health();
        return open.track()
                .last()
                .map(mishap -> {
                    Map<String, String> details = new HashMap<>(health.details());
                    details.put("last_error", mishap.what());
                    details.put("last_error_at", mishap.at().toString());
                    return new Health(health.state(), health.message(), details);
                })
                .orElse(health);
    }

    private static PluginStatus row(PluginCatalog.Broken broken) {
        return new PluginStatus(
                Optional.of(broken.kind()),
                Optional.empty(),
                Optional.empty(),
                "unknown",
                PluginState.BROKEN,
                Optional.of(broken.reason()),
                List.of(),
                Health.down(broken.reason()));
    }

    private static PluginStatus row(PluginDirectory.Rejected rejected) {
        String message = rejected.fault().getMessage();
        Optional<PluginDescriptor> descriptor = rejected.fault().descriptor();
        return new PluginStatus(
                Optional.empty(),
                descriptor.map(PluginDescriptor::id),
                descriptor.map(PluginDescriptor::version),
                rejected.file().name(),
                rejected.state(),
                Optional.of(message),
                List.of(),
                Health.down(message));
    }

    /** Return the rows as lines of text, a head first; of the options only those that are not the default. */
    static List<String> lines(List<PluginStatus> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(line("kind", "id", "version", "state", "jar"));
        for (PluginStatus row : rows) {
            lines.add(line(
                    row.kind().map(PluginKind::word).orElse("?"),
                    row.id().orElse("?"),
                    row.version().orElse("?"),
                    row.state().word(),
                    row.source()));
            row.message().ifPresent(message -> lines.add("    " + message));
            if (row.message().isEmpty() && row.health().state() != Health.State.UP) {
                lines.add("    " + row.health().state() + ": " + row.health().message());
            }
            row.options().stream()
                    .filter(option -> !option.source().equals("default"))
                    .forEach(option -> lines.add("    " + line(option)));
        }
        return lines;
    }

    private static String line(BoundOptions.Shown option) {
        return option.key() + "=" + option.value().orElse("") + " (" + option.source() + ")";
    }

    private static String line(String kind, String id, String version, String state, String jar) {
        return String.format("  %-10s %-20s %-16s %-15s %s", kind, id, version, state, jar)
                .stripTrailing();
    }
}
