package org.mneme.war.http;

/** Name what can be wrong with a request before any resource sees it. */
public enum HttpFault {
    /** The address or a header is malformed. */
    BAD_REQUEST(400, "invalid_request", "the request is malformed"),
    NO_SUCH_ROUTE(404, "not_found", "there is no such address"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "this address does not answer this method"),
    NOT_ACCEPTABLE(
            406, "not_acceptable", "this address answers with another media type than the Accept header asks for"),
    TIMED_OUT(408, "request_timeout", "the body did not arrive in time"),
    BODY_TOO_LARGE(413, "body_too_large", "the body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported_media_type", "the body must be JSON: send Content-Type: application/json"),
    UNAVAILABLE(503, "unavailable", "the server is not ready");

    private final int status;
    private final String code;
    private final String message;

    HttpFault(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** Return the fault that a status of the 4xx family stands for; any other client error is a bad request. */
    public static HttpFault of(int status) {
        for (HttpFault fault : values()) {
            if (fault.status == status) {
                return fault;
            }
        }
        return BAD_REQUEST;
    }

    /** Return the HTTP status. */
    public int status() {
        return status;
    }

    /** Return a stable word, lower case with underscores. */
    public String code() {
        return code;
    }

    /** Return a sentence for the caller, for where nothing more precise is known. */
    public String message() {
        return message;
    }
}
