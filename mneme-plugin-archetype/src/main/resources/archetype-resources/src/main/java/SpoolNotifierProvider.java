package ${package};

import java.util.List;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;

/** Provide a channel that puts events into directories: {@code mneme.webhooks.channels=${artifactId}=${artifactId}}. */
public final class SpoolNotifierProvider implements NotifierProvider {

    private static final String DIRECTORY = "directory";

    @Override
    public String id() {
        return "${artifactId}";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.of(DIRECTORY, Option.Type.PATH, "Where the directories of events are.")
                .withDefault("spool"));
    }

    @Override
    public Notifier open(PluginContext context) {
        return new SpoolNotifier(id() + ":", context.options().getPath(DIRECTORY));
    }
}
