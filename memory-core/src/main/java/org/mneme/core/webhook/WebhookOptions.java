package org.mneme.core.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Hold how webhooks may be registered, below {@code mneme.webhooks.}.
 *
 * @param channels which notifier delivers to addresses of which scheme
 * @param maxPerWorkspace how many webhooks one workspace may have
 * @param rotationOverlap how long a former secret still signs beside the new one
 */
public record WebhookOptions(Map<String, String> channels, int maxPerWorkspace, Duration rotationOverlap) {

    private static final String PREFIX = "mneme.webhooks.";
    private static final String CHANNELS = "channels";
    private static final String MAX_PER_WORKSPACE = "max-per-workspace";
    private static final String ROTATION_OVERLAP = "rotation-overlap";

    private static final Map<String, String> DEFAULT_CHANNELS = Map.of("https", "webhook", "http", "webhook");

    private static final List<Option> OPTIONS = List.of(
            Option.of(
                            CHANNELS,
                            Option.Type.LIST,
                            "which notifier plugin delivers to addresses of which scheme: scheme=notifier, …; by default"
                                    + " another scheme is that of the plugin directory's notifier with the same id")
                    .withDefault("https=webhook, http=webhook"),
            Option.of(MAX_PER_WORKSPACE, Option.Type.INTEGER, "how many webhooks one workspace may have")
                    .withDefault("5000"),
            Option.of(
                            ROTATION_OVERLAP,
                            Option.Type.DURATION,
                            "how long the former secret still signs beside the new one after a rotation")
                    .withDefault("24h"));

    public WebhookOptions {
        channels = Map.copyOf(channels);
    }

    /** Return the built-in figures. */
    public static WebhookOptions defaults() {
        return new WebhookOptions(DEFAULT_CHANNELS, 5_000, Duration.ofHours(24));
    }

    /**
     * Bind the options, noting what is wrong; what cannot be read gets its default.
     *
     * @param notifiers the ids of the notifiers there are
     */
    public static WebhookOptions bind(Binder binder, Set<String> notifiers) {
        BoundOptions options = binder.bind(PREFIX, OPTIONS);
        Map<String, String> channels = new HashMap<>();
        for (String entry : options.getList(CHANNELS)) {
            String[] pair = entry.split("=", -1);
            if (pair.length != 2 || !pair[0].strip().matches("[A-Za-z][A-Za-z0-9+.-]*")) {
                binder.report(PREFIX + CHANNELS, "\"" + entry + "\" cannot be read", "give scheme=notifier, …");
                continue;
            }
            String notifier = pair[1].strip();
            channels.put(pair[0].strip().toLowerCase(Locale.ROOT), notifier);
            if (!notifiers.contains(notifier) && isConfigured(options)) {
                binder.report(
                        PREFIX + CHANNELS,
                        "there is no notifier \"" + notifier + "\"",
                        "give one of: "
                                + String.join(", ", notifiers.stream().sorted().toList()));
            }
        }
        try {
            WebhookOptions bound = new WebhookOptions(
                    channels, options.getInt(MAX_PER_WORKSPACE), options.getDuration(ROTATION_OVERLAP));
            if (bound.maxPerWorkspace < 0) {
                binder.report(PREFIX + MAX_PER_WORKSPACE, "is out of range", "give 0 or more");
            }
            return bound;
        } catch (IllegalArgumentException | DateTimeException e) {
            return defaults(); // noted by the binder, which stops the start
        }
    }

    /** Tell whether an operator wrote the channels: the default is no mistake in a server without that plugin. */
    private static boolean isConfigured(BoundOptions options) {
        return options.shown().stream()
                .anyMatch(shown ->
                        shown.key().equals(PREFIX + CHANNELS) && !shown.source().equals("default"));
    }

    /**
     * Return the notifier for an address, if its scheme has one.
     *
     * @param added tells whether a notifier of the plugin directory has an id: while an operator has not said otherwise, it
     *     gets the addresses that begin with that
     */
    Optional<String> notifierFor(String address, Predicate<String> added) {
        int colon = address.indexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String scheme = address.substring(0, colon).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(channels.get(scheme))
                .or(() -> Optional.of(scheme).filter(id -> channels.equals(DEFAULT_CHANNELS) && added.test(id)));
    }
}
