package org.mneme.war.gomemory;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.mneme.api.MemoryException;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.http.ErrorEnvelope;
import org.mneme.war.http.HttpFault;

/** Say errors as GoMemory does: {@code {"Error":"<text>"}}, with the same text as {@code message}. */
public final class GoMemoryErrors implements ErrorEnvelope {

    record Body(@JsonProperty("Error") String error, String message) {

        Body(String text) {
            this(text, text);
        }
    }

    @Override
    public ErrorAnswer of(MemoryException error, String requestId) {
        int status = switch (error.kind()) {
            case INVALID, TOO_LARGE -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case THROTTLED -> 429;
            case UNAVAILABLE -> 503;
            case OUTCOME_UNKNOWN, DEFECT -> 500;
        };
        return ErrorAnswer.json(status, new Body(ErrorEnvelope.message(error)));
    }

    @Override
    public ErrorAnswer of(HttpFault fault, String message, String requestId) {
        return ErrorAnswer.json(fault.status(), new Body(message));
    }
}
