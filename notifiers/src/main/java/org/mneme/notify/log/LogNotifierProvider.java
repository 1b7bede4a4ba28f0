package org.mneme.notify.log;

import java.util.List;
import org.mneme.spi.Option;
import org.mneme.spi.PluginContext;
import org.mneme.spi.notifier.Notifier;
import org.mneme.spi.notifier.NotifierProvider;

/** Provide the channel that writes events to the server's log. */
public final class LogNotifierProvider implements NotifierProvider {

    private static final String INCLUDE_CONTENT = "include-content";

    @Override
    public String id() {
        return "log";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.of(
                        INCLUDE_CONTENT,
                        Option.Type.BOOLEAN,
                        "Whether the whole event is written, with what the memory says; else only that it happened.")
                .withDefault("false"));
    }

    @Override
    public Notifier open(PluginContext context) {
        return new LogNotifier(context.options().getBoolean(INCLUDE_CONTENT));
    }
}
