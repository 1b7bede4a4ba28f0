package org.mneme.spi;

import java.util.Map;
import java.util.Objects;

/**
 * Say whether a plugin can do its work now.
 *
 * @param state the answer
 * @param message one sentence for an operator; empty when there is nothing to say
 * @param details figures worth seeing, such as counts or ages; never a secret
 */
public record Health(State state, String message, Map<String, String> details) {

    /** Whether a plugin works, works with less than it should, or does not work. */
    public enum State {
        UP,
        DEGRADED,
        DOWN
    }

    public Health {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(message, "message");
        details = Map.copyOf(details);
    }

    /** Report that everything works. */
    public static Health up() {
        return new Health(State.UP, "", Map.of());
    }

    /** Report that nothing works, and why. */
    public static Health down(String message) {
        return new Health(State.DOWN, message, Map.of());
    }
}
