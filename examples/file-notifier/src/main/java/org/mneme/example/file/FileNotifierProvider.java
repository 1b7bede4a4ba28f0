package org.mneme.example.file;

import java.util.List;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;

/** Provide a channel that appends events to files: {@code mneme.webhooks.channels=…, file=file}. */
public final class FileNotifierProvider implements NotifierProvider {

    private static final String DIRECTORY = "directory";
    private static final String SYNC = "sync";

    @Override
    public String id() {
        return "file";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.of(
                        DIRECTORY, Option.Type.PATH, "Where the files are; without it, in the plugin's own directory."),
                Option.of(
                                SYNC,
                                Option.Type.BOOLEAN,
                                "Whether an event counts as delivered only once it is on the disk.")
                        .withDefault("true"));
    }

    @Override
    public Notifier open(PluginContext context) {
        return new FileNotifier(
                context.options().find(DIRECTORY).isPresent()
                        ? context.options().getPath(DIRECTORY)
                        : context.dataDirectory(),
                context.options().getBoolean(SYNC));
    }
}
