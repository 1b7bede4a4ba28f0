package org.mneme.core.reembed;

import java.util.List;
import java.util.Optional;
import org.mneme.core.config.Binder;
import org.mneme.core.config.BoundOptions;
import org.mneme.spi.Option;

/**
 * Say to which model to change, and how fast.
 *
 * @param embedding the id of the embedding plugin that makes the new vectors; empty to change nothing
 * @param rate the most memories a second that one server embeds anew, at least 1; 0 for no limit
 */
public record ReembedOptions(Optional<String> embedding, int rate) {

    private static final String PREFIX = "mneme.reembed.";

    private static final List<Option> OPTIONS = List.of(
            Option.of(
                    "embedding",
                    Option.Type.STRING,
                    "the embedding plugin to change to; its options are below mneme.reembed.embedding.<plugin>."),
            Option.of(
                            "rate",
                            Option.Type.INTEGER,
                            "the most memories a second that a server embeds anew in the background; 0 for no limit")
                    .withDefault("50"));

    /** Bind the options, noting what is wrong. */
    public static ReembedOptions bind(Binder binder) {
        BoundOptions options = binder.bind(PREFIX, OPTIONS);
        return new ReembedOptions(options.find("embedding").map(String::strip), rate(options, binder));
    }

    private static int rate(BoundOptions options, Binder binder) {
        try {
            int rate = options.getInt("rate");
            if (rate < 0) {
                binder.report(PREFIX + "rate", "is negative", "give 0 for no limit, or a number of memories a second");
            }
            return Math.max(0, rate);
        } catch (NumberFormatException e) {
            return 0; // noted by the binder, which stops the start
        }
    }
}
