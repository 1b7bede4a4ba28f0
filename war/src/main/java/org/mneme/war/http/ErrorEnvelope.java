package org.mneme.war.http;

import org.mneme.api.MemoryException;

/**
 * Say every error as one dialect says it.
 *
 * @implSpec Stateless. The status is chosen by an exhaustive switch over {@link MemoryException.Kind}, so that a new
 *     kind does not compile before every dialect has an answer to it. The message of a defect is never shown.
 */
public interface ErrorEnvelope {

    /** What callers read where the message is for the log only. */
    String INTERNAL_ERROR = "internal error; the log of the server has the details under this request id";

    /**
     * Say an error of the domain.
     *
     * @param requestId the id that the answer's header carries too
     */
    ErrorAnswer of(MemoryException error, String requestId);

    /**
     * Say an error of HTTP itself, such as an unknown address.
     *
     * @param message a sentence for the caller
     * @param requestId the id that the answer's header carries too
     */
    ErrorAnswer of(HttpFault fault, String message, String requestId);

    /** Return what a caller may read of an error: its message, unless it is a defect. */
    static String message(MemoryException error) {
        return error.kind() == MemoryException.Kind.DEFECT ? INTERNAL_ERROR : error.getMessage();
    }
}
