package org.mneme.core.plugin;

/**
 * Report that a call of a plugin failed: it threw what it may not, answered nonsense, or did not answer.
 *
 * <p>The message is fit for any caller; what an operator is to read is the {@link #detail()}.
 */
final class PluginFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String detail;

    PluginFailure(String message, String detail, Throwable cause) {
        super(message, cause);
        this.detail = detail;
    }

    /** Report what the plugin threw. */
    static PluginFailure thrown(Throwable thrown) {
        return new PluginFailure("failed", describe(thrown), thrown);
    }

    /** Report an answer that cannot be right, such as {@code returned 3 components, not 384}. */
    static PluginFailure lied(String what) {
        return new PluginFailure(what, what, null);
    }

    /** Put an exception into one line: what it is, and what it says. */
    static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getName();
        return message == null || message.isBlank()
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }

    /** Return what happened, in one line for an operator. */
    String detail() {
        return detail;
    }
}
