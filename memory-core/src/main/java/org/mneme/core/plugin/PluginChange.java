package org.mneme.core.plugin;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Say what became of one jar when the plugin directory was looked at again.
 *
 * @param jar its file name
 * @param outcome what became of it
 * @param message why, and what to do; empty where there is nothing to say
 */
public record PluginChange(String jar, Outcome outcome, Optional<String> message) {

    /** What can become of a jar. */
    public enum Outcome {
        /** It is new, and used. */
        ADDED,
        /** It took the place of the jar that was used before. */
        REPLACED,
        /** It is gone, and used no more. */
        REMOVED,
        /** It is gone, but what came in it is selected and serves on. */
        KEPT,
        /** It cannot be used, and what it was to replace serves on. */
        REFUSED,
        /** It cannot be used. */
        BROKEN,
        /** It is used after a restart. */
        RESTART_NEEDED;

        /** Return the word operators read. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public PluginChange {
        Objects.requireNonNull(jar, "jar");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return jar + ": " + outcome.word()
                + message.map(text -> " (" + text + ")").orElse("");
    }
}
