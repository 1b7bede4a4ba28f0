package org.mneme.core.migration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Say to which storage workspaces move, and how fast.
 *
 * @param storage the id of the storage plugin they move to; empty to move nothing
 * @param rate the most things a second that are compared while the workspace is open; 0 for no limit
 * @param settle how long a workspace has been closed for writing before the last comparison begins
 */
public record MigrationOptions(Optional<String> storage, int rate, Duration settle) {

    private static final String PREFIX = "mneme.migrate.";

    private static final List<Option> OPTIONS = List.of(
            Option.of(
                    "storage",
                    Option.Type.STRING,
                    "the storage plugin workspaces move to; its options are below mneme.migrate.storage.<plugin>."),
            Option.of(
                            "rate",
                            Option.Type.INTEGER,
                            "the most memories and other things a second that are copied or compared while the"
                                    + " workspace is open; 0 for no limit")
                    .withDefault("2000"),
            Option.of(
                            "settle",
                            Option.Type.DURATION,
                            "how long a workspace has been closed for writing before the last comparison, so that"
                                    + " requests under way on every server have ended")
                    .withDefault("10s"));

    /** Return the built-in figures, with nothing to move to. */
    public static MigrationOptions none() {
        return new MigrationOptions(Optional.empty(), 2_000, Duration.ofSeconds(10));
    }

    /** Bind the options, noting what is wrong. */
    public static MigrationOptions bind(Binder binder) {
        BoundOptions options = binder.bind(PREFIX, OPTIONS);
        Optional<String> storage = options.find("storage").map(String::strip);
        try {
            int rate = options.getInt("rate");
            if (rate < 0) {
                binder.report(PREFIX + "rate", "is negative", "give 0 for no limit, or a number a second");
            }
            return new MigrationOptions(storage, Math.max(0, rate), options.getDuration("settle"));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            return none(); // noted by the binder, which stops the start
        }
    }
}
