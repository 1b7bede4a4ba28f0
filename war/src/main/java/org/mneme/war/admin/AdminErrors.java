package org.mneme.war.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.mneme.api.MemoryException;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.http.ErrorEnvelope;
import org.mneme.war.http.HttpFault;

/** Say errors as RFC 9457 does, with our code, the field that is wrong and the request's id as further members. */
public final class AdminErrors implements ErrorEnvelope {

    private static final String MEDIA_TYPE = "application/problem+json";

    record Problem(
            String type,
            String title,
            int status,
            String detail,
            String code,
            @JsonInclude(JsonInclude.Include.NON_NULL) String field,
            String requestId) {}

    @Override
    public ErrorAnswer of(MemoryException error, String requestId) {
        return switch (error.kind()) {
            case INVALID -> problem(400, "Invalid request", error, requestId);
            case UNAUTHORIZED -> problem(401, "Unauthorized", error, requestId);
            case FORBIDDEN -> problem(403, "Forbidden", error, requestId);
            case NOT_FOUND -> problem(404, "Not found", error, requestId);
            case CONFLICT -> problem(409, "Conflict", error, requestId);
            case TOO_LARGE -> problem(422, "Too large", error, requestId);
            case THROTTLED -> problem(429, "Too many requests", error, requestId);
            case UNAVAILABLE -> problem(503, "Unavailable", error, requestId);
            case OUTCOME_UNKNOWN -> problem(500, "Outcome unknown", error, requestId);
            case DEFECT -> problem(500, "Internal error", error, requestId);
        };
    }

    @Override
    public ErrorAnswer of(HttpFault fault, String message, String requestId) {
        String title = switch (fault) {
            case BAD_REQUEST -> "Invalid request";
            case NO_SUCH_ROUTE -> "Not found";
            case METHOD_NOT_ALLOWED -> "Method not allowed";
            case NOT_ACCEPTABLE -> "Not acceptable";
            case TIMED_OUT -> "Request timeout";
            case BODY_TOO_LARGE -> "Body too large";
            case UNSUPPORTED_MEDIA_TYPE -> "Unsupported media type";
            case UNAVAILABLE -> "Unavailable";
        };
        Problem problem = new Problem("about:blank", title, fault.status(), message, fault.code(), null, requestId);
        return new ErrorAnswer(fault.status(), MEDIA_TYPE, problem);
    }

    private static ErrorAnswer problem(int status, String title, MemoryException error, String requestId) {
        Problem problem = new Problem(
                "about:blank",
                title,
                status,
                ErrorEnvelope.message(error),
                error.code(),
                error.field().orElse(null),
                requestId);
        return new ErrorAnswer(status, MEDIA_TYPE, problem);
    }
}
