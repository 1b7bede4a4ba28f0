package org.mneme.war.retainr;

import org.mneme.api.MemoryException;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.http.ErrorEnvelope;
import org.mneme.war.http.HttpFault;

/** Say errors as retainr does: {@code {"error":"<code>","message":"<text>"}}. */
public final class RetainrErrors implements ErrorEnvelope {

    record Body(String error, String message) {}

    @Override
    public ErrorAnswer of(MemoryException error, String requestId) {
        String message = ErrorEnvelope.message(error);
        return switch (error.kind()) {
            case INVALID -> answer(400, "invalid_request", message);
            case UNAUTHORIZED -> answer(401, "unauthorized", message);
            case FORBIDDEN -> answer(403, "forbidden", message);
            case NOT_FOUND -> answer(404, "not_found", message);
            case CONFLICT -> answer(409, error.code(), message);
            case TOO_LARGE -> answer(422, "content_too_large", message);
            case THROTTLED -> answer(429, "rate_limited", message);
            case UNAVAILABLE -> answer(503, error.code(), message);
            case OUTCOME_UNKNOWN -> answer(500, error.code(), message);
            case DEFECT -> answer(500, "internal_error", message);
        };
    }

    @Override
    public ErrorAnswer of(HttpFault fault, String message, String requestId) {
        return answer(fault.status(), fault.code(), message);
    }

    private static ErrorAnswer answer(int status, String code, String message) {
        return ErrorAnswer.json(status, new Body(code, message));
    }
}
