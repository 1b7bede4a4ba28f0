package org.mneme.war.start;

import java.util.LinkedHashSet;
import java.util.Set;

/** Say in one line what failed and why, without where in the code that was noticed. */
final class Causes {

    private Causes() {}

    /** Return the message of a failure and those of its causes, each once. */
    static String of(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (messages.stream().noneMatch(said -> said.contains(message))) {
                messages.add(message);
            }
        }
        return String.join("; ", messages);
    }
}
