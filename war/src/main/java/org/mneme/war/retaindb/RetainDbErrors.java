package org.mneme.war.retaindb;

import java.util.Locale;
import java.util.Set;
import org.mneme.api.MemoryException;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.http.ErrorEnvelope;
import org.mneme.war.http.HttpFault;

/** Say errors as RetainDB does: {@code {"error":{"code","message"},"trace_id"}}. */
public final class RetainDbErrors implements ErrorEnvelope {

    /** What the document says to a caller without a key. */
    public static final String NO_KEY = "Missing API key or Authorization header";

    private static final Set<String> NAMED_NOT_FOUND = Set.of("memory_not_found", "project_not_found");

    record Body(Detail error, String traceId) {}

    record Detail(String code, String message) {}

    @Override
    public ErrorAnswer of(MemoryException error, String requestId) {
        String message = ErrorEnvelope.message(error);
        return switch (error.kind()) {
            case INVALID, TOO_LARGE -> answer(400, "VALIDATION_ERROR", message, requestId);
            case UNAUTHORIZED -> answer(401, "UNAUTHORIZED", message, requestId);
            case FORBIDDEN -> answer(403, "NOT_AUTHORIZED", message, requestId);
            case NOT_FOUND -> answer(404, notFound(error.code()), message, requestId);
            case CONFLICT -> answer(409, upper(error.code()), message, requestId);
            case THROTTLED -> answer(429, "RATE_LIMITED", message, requestId);
            case UNAVAILABLE -> answer(503, "TEMPORARY_UNAVAILABLE", message, requestId);
            case OUTCOME_UNKNOWN -> answer(504, "TIMEOUT", message, requestId);
            case DEFECT -> answer(500, "INTERNAL_ERROR", message, requestId);
        };
    }

    @Override
    public ErrorAnswer of(HttpFault fault, String message, String requestId) {
        String code = fault == HttpFault.BAD_REQUEST ? "VALIDATION_ERROR" : upper(fault.code());
        return answer(fault.status(), code, message, requestId);
    }

    private static String notFound(String code) {
        return NAMED_NOT_FOUND.contains(code) ? upper(code) : "NOT_FOUND";
    }

    private static String upper(String code) {
        return code.toUpperCase(Locale.ROOT);
    }

    private static ErrorAnswer answer(int status, String code, String message, String requestId) {
        return ErrorAnswer.json(status, new Body(new Detail(code, message), requestId));
    }
}
