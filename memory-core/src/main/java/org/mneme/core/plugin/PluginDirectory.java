package org.mneme.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.mneme.spi.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hold the plugins that operators put into a directory: those that are loaded, and why the others are not.
 *
 * <p>Read by several threads; changed by one at a time.
 */
public final class PluginDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);

    /** Says what is the matter with a jar: why what lies there is not used, or is not what is used. */
    record Rejected(PluginFile file, PluginState state, PluginFault fault) {}

    private final PluginOptions options;
    private final Path workParent;
    private final ServerView server = new ServerView(Plugin.class.getClassLoader());
    private final Map<String, PluginJar> jars = new ConcurrentSkipListMap<>();
    private final Map<String, Rejected> rejected = new ConcurrentSkipListMap<>();
    private WorkDirectory work;

    private PluginDirectory(PluginOptions options, Path workParent) {
        this.options = options;
        this.workParent = workParent;
    }

    /**
     * Load what is in the directory; a jar that cannot be loaded is noted, and stops nothing.
     *
     * @param builtIn the plugins there are without the directory, whose ids are taken
     * @param dataDirectory where copies of the jars are kept while they are loaded, below {@code plugin-work}
     */
    public static PluginDirectory load(PluginOptions options, PluginCatalog builtIn, Path dataDirectory) {
        PluginDirectory directory = new PluginDirectory(options, dataDirectory.resolve("plugin-work"));
        directory.make();
        for (PluginFile file : directory.files()) {
            try {
                PluginJar jar = directory.load(file);
                try {
                    directory.requireFree(jar, builtIn, Optional.empty());
                    directory.jars.put(file.name(), jar);
                } catch (PluginFault e) {
                    jar.close();
                    throw e.of(jar.descriptor());
                }
            } catch (PluginFault e) {
                LOG.warn("A plugin cannot be used: {}", e.getMessage());
                directory.reject(file, PluginState.BROKEN, e);
            }
        }
        return directory;
    }

    /** Return a directory in which there is nothing. */
    static PluginDirectory none(Path dataDirectory) {
        PluginOptions options = new PluginOptions(
                dataDirectory.resolve("plugins"), false, Duration.ofSeconds(2), Duration.ofSeconds(30));
        return new PluginDirectory(options, dataDirectory.resolve("plugin-work"));
    }

    /** Make the directory, so that a jar can be copied into it. */
    private void make() {
        try {
            Files.createDirectories(options.directory());
        } catch (IOException e) {
            LOG.warn("The plugin directory {} cannot be made: {}", options.directory(), e.toString());
        }
    }

    /** Return the files that lie there now; none if the directory is not there or cannot be read. */
    List<PluginFile> files() {
        try {
            return PluginFile.in(options.directory());
        } catch (UncheckedIOException e) {
            LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
            return List.of();
        }
    }

    /** Load one file; nothing of it is in use before it is {@link #put}. */
    PluginJar load(PluginFile file) throws PluginFault {
        try {
            return PluginJar.load(file, work(), server, options.timeout());
        } catch (RuntimeException | LinkageError e) {
            throw new PluginFault(file.name() + " cannot be loaded: " + PluginFailure.describe(e));
        }
    }

    private WorkDirectory work() throws PluginFault {
        if (work == null) {
            try {
                work = WorkDirectory.below(workParent);
            } catch (IOException e) {
                throw new PluginFault(
                        "no jar can be loaded: cannot write to " + workParent + ": " + PluginFailure.describe(e));
            }
        }
        return work;
    }

    /**
     * Check that a jar has no id that is taken.
     *
     * @param instead the jar whose place it takes, if it does
     */
    void requireFree(PluginJar jar, PluginCatalog builtIn, Optional<PluginJar> instead) throws PluginFault {
        for (PluginJar other : jars.values()) {
            if (instead.filter(before -> before == other).isPresent()) {
                continue;
            }
            if (other.descriptor().id().equals(jar.descriptor().id())) {
                throw new PluginFault(
                        jar.file().name() + ": its id \"" + jar.descriptor().id() + "\" is that of "
                                + other.file().name() + "; remove one of the two");
            }
            for (PluginCatalog.Found found : jar.providers()) {
                if (other.of(found.kind()).anyMatch(there -> there.id().equals(found.id()))) {
                    throw taken(jar, found, other.file().name());
                }
            }
        }
        for (PluginCatalog.Found found : jar.providers()) {
            Optional<PluginCatalog.Found> there = builtIn.find(found.kind(), found.id());
            if (there.isPresent()) {
                throw taken(jar, found, there.get().source());
            }
        }
    }

    private static PluginFault taken(PluginJar jar, PluginCatalog.Found found, String other) {
        String plugin = found.kind().word() + " plugin \"" + found.id() + "\"";
        return PluginFault.rival(
                found.kind(),
                found.id(),
                jar.file().name() + ": its " + plugin + " has the id of one in " + other + "; remove one of the two");
    }

    void put(PluginJar jar) {
        jars.put(jar.file().name(), jar);
        rejected.remove(jar.file().name());
    }

    void remove(PluginJar jar) {
        jars.remove(jar.file().name(), jar);
    }

    void reject(PluginFile file, PluginState state, PluginFault fault) {
        rejected.put(file.name(), new Rejected(file, state, fault));
    }

    void forget(String name) {
        rejected.remove(name);
    }

    /** Return the jars that are loaded, by name. */
    Collection<PluginJar> jars() {
        return jars.values();
    }

    /** Return the jars that are not used, by name. */
    Collection<Rejected> rejected() {
        return rejected.values();
    }

    Optional<PluginJar> jar(String name) {
        return Optional.ofNullable(jars.get(name));
    }

    Optional<Rejected> rejected(String name) {
        return Optional.ofNullable(rejected.get(name));
    }

    /** Return the plugins that were loaded. */
    public Stream<PluginCatalog.Found> found() {
        return jars.values().stream().flatMap(jar -> jar.providers().stream());
    }

    /** Say of each jar that is not used why, in one sentence that names it. */
    public List<String> faults() {
        return rejected.values().stream()
                .map(entry -> entry.fault().getMessage())
                .toList();
    }

    PluginOptions options() {
        return options;
    }

    /** Give the jars back; what their plugins have opened is closed before. */
    @Override
    public void close() {
        jars.values().forEach(PluginJar::close);
        jars.clear();
        if (work != null) {
            work.close();
        }
    }
}
