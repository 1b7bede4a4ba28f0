package org.mneme.war.xtrace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.mneme.api.MemoryException;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.http.ErrorEnvelope;
import org.mneme.war.http.HttpFault;

/** Say errors as XTrace does: {@code {"error":{"type","code","message","request_id","details"?}}}. */
public final class XtraceErrors implements ErrorEnvelope {

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String SERVER = "server_error";

    /** What the documents answer with 400; everything else that is wrong with a request is 422. */
    private static final Set<String> BAD_REQUEST = Set.of("missing_org_id", "invalid_messages");

    record Body(Detail error) {}

    record Detail(
            String type,
            String code,
            String message,
            String requestId,
            @JsonInclude(JsonInclude.Include.NON_NULL) Fields details) {}

    record Fields(List<Field> errors) {}

    record Field(String field, String message, String type) {}

    @Override
    public ErrorAnswer of(MemoryException error, String requestId) {
        String message = ErrorEnvelope.message(error);
        return switch (error.kind()) {
            case INVALID, TOO_LARGE -> invalid(error, message, requestId);
            case UNAUTHORIZED -> answer(401, "authentication_error", "invalid_api_key", message, requestId);
            case FORBIDDEN -> answer(403, "permission_error", error.code(), message, requestId);
            case NOT_FOUND -> answer(404, "not_found_error", error.code(), message, requestId);
            case CONFLICT -> answer(409, INVALID_REQUEST, error.code(), message, requestId);
            case THROTTLED -> answer(429, "rate_limit_error", "rate_limited", message, requestId);
            case UNAVAILABLE -> answer(503, SERVER, error.code(), message, requestId);
            case OUTCOME_UNKNOWN -> answer(500, SERVER, error.code(), message, requestId);
            case DEFECT -> answer(500, SERVER, "internal_error", message, requestId);
        };
    }

    @Override
    public ErrorAnswer of(HttpFault fault, String message, String requestId) {
        String type = switch (fault) {
            case NO_SUCH_ROUTE -> "not_found_error";
            case UNAVAILABLE -> SERVER;
            case BAD_REQUEST, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, TIMED_OUT, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE ->
                INVALID_REQUEST;
        };
        return answer(fault.status(), type, fault.code(), message, requestId);
    }

    private static ErrorAnswer invalid(MemoryException error, String message, String requestId) {
        if (BAD_REQUEST.contains(error.code())) {
            return answer(400, INVALID_REQUEST, error.code(), message, requestId);
        }
        Fields fields = error.field()
                .map(field -> new Fields(List.of(new Field(field, message, error.code()))))
                .orElse(null);
        return ErrorAnswer.json(422, new Body(new Detail(INVALID_REQUEST, error.code(), message, requestId, fields)));
    }

    private static ErrorAnswer answer(int status, String type, String code, String message, String requestId) {
        return ErrorAnswer.json(status, new Body(new Detail(type, code, message, requestId, null)));
    }
}
