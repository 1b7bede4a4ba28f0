package org.mneme.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Report what went wrong, by what the caller can do about it.
 *
 * <p>Every error that leaves the engine or a plugin is one of these; exceptions of a database, a client library or a
 * container are translated at the border where they arise. Messages are written for the caller: they name the field and
 * what is allowed, and never hold a secret.
 */
public final class MemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the caller can do. */
    public enum Kind {
        /** Correct the request; {@link MemoryException#field()} names what is wrong. */
        INVALID,
        /** Send a valid key. */
        UNAUTHORIZED,
        /** Ask for the right to do this. */
        FORBIDDEN,
        /** Nothing: there is no such thing in the caller's workspace. */
        NOT_FOUND,
        /** Look at the present state and decide anew. */
        CONFLICT,
        /** Send less. */
        TOO_LARGE,
        /** Wait {@link MemoryException#retryAfter()}, then send the same again. */
        THROTTLED,
        /** Wait {@link MemoryException#retryAfter()}, then send the same again: something the server needs is away. */
        UNAVAILABLE,
        /** Read before sending again: the write may or may not have happened. */
        OUTCOME_UNKNOWN,
        /** Nothing: the server has a fault. */
        DEFECT
    }

    private final Kind kind;
    private final String code;
    private final String field;
    private final Duration retryAfter;

    private MemoryException(
            Kind kind, String code, String field, Duration retryAfter, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = Objects.requireNonNull(code, "code");
        this.field = field;
        this.retryAfter = retryAfter;
    }

    /** Refuse a request because of one field. */
    public static MemoryException invalid(String field, String message) {
        return new MemoryException(Kind.INVALID, "invalid_request", field, null, message, null);
    }

    /** Refuse a request because of one field, with a code of its own. */
    public static MemoryException invalid(String code, String field, String message) {
        return new MemoryException(Kind.INVALID, code, field, null, message, null);
    }

    /** Refuse a caller who did not show a valid key. */
    public static MemoryException unauthorized(String message) {
        return new MemoryException(Kind.UNAUTHORIZED, "unauthorized", null, null, message, null);
    }

    /** Refuse a caller who may not do this. */
    public static MemoryException forbidden(String message) {
        return new MemoryException(Kind.FORBIDDEN, "forbidden", null, null, message, null);
    }

    /** Refuse a caller who may not do this, with a code of its own. */
    public static MemoryException forbidden(String code, String message) {
        return new MemoryException(Kind.FORBIDDEN, code, null, null, message, null);
    }

    /** Report that a thing of this kind ({@code memory}, {@code job}, {@code webhook} …) is not there. */
    public static MemoryException notFound(String thing, String message) {
        return new MemoryException(Kind.NOT_FOUND, thing + "_not_found", null, null, message, null);
    }

    /** Report that the present state does not allow this. */
    public static MemoryException conflict(String code, String message) {
        return new MemoryException(Kind.CONFLICT, code, null, null, message, null);
    }

    /** Refuse content over a limit. */
    public static MemoryException tooLarge(String code, String field, String message) {
        return new MemoryException(Kind.TOO_LARGE, code, field, null, message, null);
    }

    /** Refuse a caller who asks too often. */
    public static MemoryException throttled(String message, Duration retryAfter) {
        return new MemoryException(Kind.THROTTLED, "rate_limited", null, retryAfter, message, null);
    }

    /** Report that something the server needs is away; code such as {@code embedding_unavailable}. */
    public static MemoryException unavailable(String code, String message, Duration retryAfter, Throwable cause) {
        return new MemoryException(Kind.UNAVAILABLE, code, null, retryAfter, message, cause);
    }

    /** Report that the embedding model fails: every caller answers this with 503. */
    public static MemoryException embeddingUnavailable(String message, Duration retryAfter, Throwable cause) {
        return unavailable("embedding_unavailable", message, retryAfter, cause);
    }

    /** Report that the storage fails, and that nothing was written. */
    public static MemoryException storageUnavailable(String message, Throwable cause) {
        return unavailable("storage_unavailable", message, Duration.ofSeconds(5), cause);
    }

    /** Report a write whose outcome could not be learned. */
    public static MemoryException outcomeUnknown(String message, Throwable cause) {
        return new MemoryException(
                Kind.OUTCOME_UNKNOWN, "outcome_unknown", null, Duration.ofSeconds(5), message, cause);
    }

    /** Report a fault of the server or a plugin; the message is logged, and callers see only that there is one. */
    public static MemoryException defect(String message, Throwable cause) {
        return new MemoryException(Kind.DEFECT, "internal_error", null, null, message, cause);
    }

    /** Return what the caller can do. */
    public Kind kind() {
        return kind;
    }

    /** Return the stable word for this error, lower case with underscores. */
    public String code() {
        return code;
    }

    /** Return the request field that is wrong, if one is. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** Return how long to wait before the same request makes sense again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
