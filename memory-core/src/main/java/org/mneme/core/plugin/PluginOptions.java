package org.mneme.core.plugin;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Hold how plugins are loaded from a directory, below {@code mneme.plugins.}.
 *
 * @param directory where the jars are; need not exist
 * @param watch whether the directory is looked at for changes while the server runs
 * @param watchInterval how often it is looked at
 * @param timeout how long one call of a plugin from the directory may take
 */
public record PluginOptions(Path directory, boolean watch, Duration watchInterval, Duration timeout) {

    private static final String PREFIX = "mneme.plugins.";

    private static final List<Option> OPTIONS = List.of(
            Option.of(
                            "dir",
                            Option.Type.PATH,
                            "the directory of plugins: each jar and each sub-directory of jars in it is one")
                    .withDefault("plugins"),
            Option.of(
                            "watch",
                            Option.Type.BOOLEAN,
                            "whether a jar that is added, replaced or removed takes effect by itself, without a reload"
                                    + " being asked for")
                    .withDefault("false"),
            Option.of("watch-interval", Option.Type.DURATION, "how often the directory is looked at, 100ms … 1h")
                    .withDefault("2s"),
            Option.of(
                            "timeout",
                            Option.Type.DURATION,
                            "how long one call of a plugin from the directory may take, 100ms … 1h")
                    .withDefault("30s"));

    /** Bind the options, noting what is wrong; what cannot be read gets its default. */
    public static PluginOptions bind(Binder binder) {
        BoundOptions options = binder.bind(PREFIX, OPTIONS);
        return new PluginOptions(
                options.getPath("dir"),
                bool(options),
                duration(options, "watch-interval", Duration.ofSeconds(2), binder),
                duration(options, "timeout", Duration.ofSeconds(30), binder));
    }

    private static boolean bool(BoundOptions options) {
        try {
            return options.getBoolean("watch");
        } catch (IllegalArgumentException e) {
            return false; // noted by the binder, which stops the start
        }
    }

    private static Duration duration(BoundOptions options, String name, Duration fallback, Binder binder) {
        try {
            Duration duration = options.getDuration(name);
            if (duration.compareTo(Duration.ofMillis(100)) < 0 || duration.compareTo(Duration.ofHours(1)) > 0) {
                binder.report(PREFIX + name, "is out of range", "give 100ms … 1h");
                return fallback;
            }
            return duration;
        } catch (IllegalArgumentException | DateTimeException e) {
            return fallback; // noted by the binder, which stops the start
        }
    }
}
