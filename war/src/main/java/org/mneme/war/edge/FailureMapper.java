package org.mneme.war.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.mneme.war.http.ErrorAnswer;
import org.mneme.war.http.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answer everything that is thrown while a request is matched, read, handled or written. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureMapper.class);

    @Context
    private HttpServletRequest request;

    @Context
    private HttpServletResponse response;

    @Override
    public Response toResponse(Throwable thrown) {
        if (response.isCommitted()) {
            // The caller hung up, or half an answer is out: nothing can be said to it any more.
            LOG.debug("An answer could not be sent to its end", thrown);
            return Response.serverError().build();
        }
        Failures failures = Arrival.of(request, response);
        if (thrown instanceof WebApplicationException http) {
            return ofHttp(failures, http);
        }
        return build(failures.answer(thrown), thrown).build();
    }

    private static Response ofHttp(Failures failures, WebApplicationException thrown) {
        Response original = thrown.getResponse();
        int status = original.getStatus();
        if (status < 400) {
            // The answer to OPTIONS travels as an exception.
            return original;
        }
        if (thrown.getCause() != null && status != 404) {
            // What a reader or writer of ours threw, wrapped on its way.
            return build(failures.answer(thrown.getCause()), thrown).build();
        }
        Response.ResponseBuilder answer = build(failures.answer(status), thrown);
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        if (allow != null) {
            answer.header(HttpHeaders.ALLOW, allow);
        }
        return answer.build();
    }

    private static Response.ResponseBuilder build(ErrorAnswer answer, Throwable thrown) {
        Response.ResponseBuilder builder =
                Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
        Failures.retryAfterSeconds(thrown).ifPresent(seconds -> builder.header(HttpHeaders.RETRY_AFTER, seconds));
        return builder;
    }
}
