package org.mneme.war.edge;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.mneme.war.config.ServerConfig;
import org.mneme.war.dialect.DialectDecision;
import org.mneme.war.dialect.StoredKeys;
import org.mneme.war.http.Failures;
import org.mneme.war.http.HttpFault;

/**
 * Receive every request first and see every answer last.
 *
 * <p>It gives the request its id, decides who is calling, refuses malformed addresses and bodies over the limit, and
 * answers in the caller's envelope whatever else fails below it. It is declared in {@code web.xml}, so that it stands
 * before every other filter and servlet.
 */
public class EdgeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient ServerConfig config;

    @Inject
    private transient StoredKeys keys;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Failures failures = Arrival.of(request, response, keys::dialectOf);
        Optional<String> problem = Addresses.problem(request.getRequestURI(), request.getQueryString());
        if (problem.isPresent()) {
            failures.send(response, failures.answer(HttpFault.BAD_REQUEST, problem.get()));
            return;
        }
        DialectDecision decision = (DialectDecision) request.getAttribute(DialectDecision.ATTRIBUTE);
        long limit = decision.takesLargeBodies() ? config.maxBulkBodyBytes() : config.maxBodyBytes();
        if (request.getContentLengthLong() > limit) {
            // The body stays unread: the connection cannot be used again.
            response.setHeader("Connection", "close");
            failures.send(response, failures.answer(LimitedInputStream.tooLarge(limit)));
            return;
        }
        pass(request, response, chain, failures, limit);
    }

    private static void pass(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Failures failures, long limit)
            throws IOException {
        try {
            chain.doFilter(new LimitedRequest(request, limit), new EnvelopedResponse(response, failures));
        } catch (IOException | ServletException | RuntimeException e) {
            if (response.isCommitted()) {
                // The caller hung up, or half an answer is out: nothing can be said to it any more.
                return;
            }
            failures.send(response, failures.answer(e));
        }
    }
}
