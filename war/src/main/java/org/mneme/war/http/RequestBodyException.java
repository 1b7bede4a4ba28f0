package org.mneme.war.http;

import java.io.IOException;

/** Report that the body of a request could not be read to its end, by the caller's doing. */
public final class RequestBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final HttpFault fault;

    /** Say which fault it is, with a sentence for the caller. */
    public RequestBodyException(HttpFault fault, String message, IOException cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** Return what the caller is told. */
    public HttpFault fault() {
        return fault;
    }
}
