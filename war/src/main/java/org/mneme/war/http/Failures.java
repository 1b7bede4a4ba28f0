package org.mneme.war.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.war.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turn whatever went wrong with one request into an answer in its caller's envelope.
 *
 * <p>One is made for every request, before anything can fail, and is found in the request under {@link #ATTRIBUTE}.
 */
public final class Failures {

    /** The name of the request attribute that holds the request's own instance. */
    public static final String ATTRIBUTE = "org.mneme.failures";

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final ErrorEnvelope envelope;
    private final String requestId;

    /** Make the one of a request. */
    public Failures(ErrorEnvelope envelope, String requestId) {
        this.envelope = envelope;
        this.requestId = requestId;
    }

    /** Return the id of the request, as the answer's header has it. */
    public String requestId() {
        return requestId;
    }

    /** Answer an error of the domain. */
    public ErrorAnswer answer(MemoryException error) {
        if (error.kind() == MemoryException.Kind.DEFECT) {
            LOG.error("Request {} met a defect", requestId, error);
        } else {
            LOG.debug("Request {} is refused", requestId, error);
        }
        return envelope.of(error, requestId);
    }

    /** Answer an error of HTTP itself. */
    public ErrorAnswer answer(HttpFault fault, String message) {
        LOG.debug("Request {} is refused: {}", requestId, message);
        return envelope.of(fault, message, requestId);
    }

    /** Answer an error of which only the status is known. */
    public ErrorAnswer answer(int status) {
        if (status >= 500 && status != HttpFault.UNAVAILABLE.status()) {
            return answer(MemoryException.defect("the container answered " + status, null));
        }
        HttpFault fault = HttpFault.of(status);
        return answer(fault, fault.message());
    }

    /** Answer anything thrown: a domain error, a body that could not be read, or a defect. */
    public ErrorAnswer answer(Throwable thrown) {
        Optional<MemoryException> error = cause(thrown, MemoryException.class);
        if (error.isPresent()) {
            return answer(error.get());
        }
        Optional<RequestBodyException> body = cause(thrown, RequestBodyException.class);
        if (body.isPresent()) {
            return answer(body.get().fault(), body.get().getMessage());
        }
        return answer(MemoryException.defect("unexpected " + thrown.getClass().getName(), thrown));
    }

    /** Return the seconds that {@code Retry-After} carries for an error, at least 1, if it says when to come back. */
    public static Optional<Long> retryAfterSeconds(Throwable thrown) {
        return cause(thrown, MemoryException.class)
                .flatMap(MemoryException::retryAfter)
                .map(Failures::wholeSeconds);
    }

    private static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /** Send an answer, unless another one is already on its way. */
    public void send(HttpServletResponse response, ErrorAnswer answer) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = Json.bytes(answer.body());
        response.resetBuffer();
        response.setStatus(answer.status());
        response.setContentType(answer.mediaType());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        Throwable current = thrown;
        // An exception may be its own cause's cause: twenty is deeper than any container wraps.
        for (int depth = 0; current != null && depth < 20; depth++) {
            if (type.isInstance(current)) {
                return Optional.of(type.cast(current));
            }
            current = current.getCause();
        }
        return Optional.empty();
    }
}
