package org.mneme.extract.llm;

import java.time.Duration;
import java.util.Optional;

/** Say why the model gave no answer that can be used, in words for an operator; never with a key or a message's text. */
final class LlmFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final transient Optional<Duration> retryAfter;

    private LlmFailure(String message, boolean passing, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    /** The same request may do better later. */
    static LlmFailure passing(String message, Optional<Duration> retryAfter, Throwable cause) {
        return new LlmFailure(message, true, retryAfter, cause);
    }

    /** The same request will fare the same. */
    static LlmFailure lasting(String message) {
        return new LlmFailure(message, false, Optional.empty(), null);
    }

    boolean isPassing() {
        return passing;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
