package org.mneme.embedding.http;

import java.time.Duration;
import java.util.Optional;

/** Say that a call failed, by what can be done about it; never leaves this package. */
final class RemoteFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What can be done. */
    enum Remedy {
        /** Call again after a while. */
        RETRY,
        /** Send less at once: fewer texts, or shorter ones. */
        SEND_LESS,
        /** Correct the configuration. */
        CONFIGURE,
        /** Nothing here: the service does not do what it should, or does not want this text. */
        NONE
    }

    private final Remedy remedy;
    private final String option;
    private final Duration retryAfter;

    private RemoteFailure(Remedy remedy, String option, Duration retryAfter, String message, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
        this.option = option;
        this.retryAfter = retryAfter;
    }

    /** Report what may be over soon; {@code retryAfter} is what the service asked for, if it did. */
    static RemoteFailure passing(String message, Optional<Duration> retryAfter, Throwable cause) {
        return new RemoteFailure(Remedy.RETRY, null, retryAfter.orElse(null), message, cause);
    }

    static RemoteFailure tooMuch(String message) {
        return new RemoteFailure(Remedy.SEND_LESS, null, null, message, null);
    }

    static RemoteFailure misconfigured(String option, String message) {
        return new RemoteFailure(Remedy.CONFIGURE, option, null, message, null);
    }

    static RemoteFailure wrongAnswer(String message) {
        return new RemoteFailure(Remedy.NONE, null, null, message, null);
    }

    Remedy remedy() {
        return remedy;
    }

    /** Return the option to correct, if that is the remedy. */
    Optional<String> option() {
        return Optional.ofNullable(option);
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
