package org.mneme.war.edge;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.mneme.war.http.Failures;

/** Wrap an answer so that an error of the container is said in the caller's envelope, and not as a page of its own. */
final class EnvelopedResponse extends HttpServletResponseWrapper {

    private final Failures failures;

    EnvelopedResponse(HttpServletResponse response, Failures failures) {
        super(response);
        this.failures = failures;
    }

    @Override
    public void sendError(int status) throws IOException {
        sendError(status, null);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        // The container's message may show what is inside the server: the caller gets ours.
        failures.send((HttpServletResponse) getResponse(), failures.answer(status));
    }
}
