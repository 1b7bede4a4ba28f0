package org.mneme.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.mneme.api.MemoryException;
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
 * Open plugins, each with its options and a directory of its own.
 *
 * @param checks what the health of plugins is asked through that have no threads of their own
 */
record Opener(Clock clock, Path dataDirectory, Fence checks) {

    /**
     * Open a plugin that is part of the server; what it throws is the server's to report.
     *
     * @param type what a plugin of its kind opens
     */
    <T extends AutoCloseable> Opened<T> builtIn(Selected choice, Class<T> type) {
        return opened(choice, type.cast(open(choice.plugin().provider(), context(choice))), checks);
    }

    /**
     * Open a plugin of the plugin directory, and check that it works.
     *
     * @param mayBeAway whether what the plugin needs, such as a service, may be away for now
     * @throws PluginFault if it cannot be opened, or does not work
     */
    <T extends AutoCloseable> Opened<T> ofJar(Selected choice, Class<T> type, boolean mayBeAway) throws PluginFault {
        Plugin provider = choice.plugin().provider();
        T instance;
        try {
            PluginContext context = context(choice);
            instance = choice.fence().call(Seats.UNLIMITED, () -> type.cast(open(provider, context)));
        } catch (PluginFailure e) {
            throw fault(choice, "cannot be opened: " + inWords(e));
        } catch (MemoryException | UncheckedIOException e) {
            throw fault(choice, "cannot be opened: " + e.getMessage());
        }
        if (instance == null) {
            throw fault(choice, "opens nothing: its open() returned null");
        }
        Opened<T> opened = opened(choice, instance, choice.fence());
        try {
            SelfCheck.of(opened, mayBeAway);
        } catch (PluginFailure e) {
            opened.retire();
            throw fault(choice, "fails its check: " + inWords(e));
        }
        return opened;
    }

    private static String inWords(PluginFailure e) {
        if (e.getCause() instanceof LinkageError missing) {
            return ProviderFiles.inWords(missing);
        }
        return e.detail();
    }

    private static PluginFault fault(Selected choice, String what) {
        PluginCatalog.Found plugin = choice.plugin();
        return new PluginFault(
                plugin.source() + ": the " + plugin.kind().word() + " plugin \"" + plugin.id() + "\" " + what);
    }

    private <T extends AutoCloseable> Opened<T> opened(Selected choice, T instance, Fence healthFence) {
        PluginCatalog.Found plugin = choice.plugin();
        String name = "The " + plugin.kind().word() + " plugin " + plugin.id() + " of " + plugin.source();
        return new Opened<>(name, instance, choice.fence(), healthFence, health(instance), clock);
    }

    private static AutoCloseable open(Plugin provider, PluginContext context) {
        if (provider instanceof StorageProvider storage) {
            return storage.open(context);
        }
        if (provider instanceof EmbeddingProvider embedding) {
            return embedding.open(context);
        }
        if (provider instanceof ExtractorProvider extractor) {
            return extractor.open(context);
        }
        return ((NotifierProvider) provider).open(context);
    }

    private static Callable<Health> health(AutoCloseable instance) {
        if (instance instanceof Storage storage) {
            return storage::health;
        }
        if (instance instanceof EmbeddingModel model) {
            return model::health;
        }
        if (instance instanceof Extractor extractor) {
            return extractor::health;
        }
        return ((Notifier) instance)::health;
    }

    private PluginContext context(Selected choice) {
        PluginCatalog.Found plugin = choice.plugin();
        Path directory = dataDirectory.resolve(plugin.kind().word()).resolve(plugin.id() + choice.suffix());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data directory of plugin " + plugin.id(), e);
        }
        return new OpenContext(choice.options(), clock, directory);
    }
}
