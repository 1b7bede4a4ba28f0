package org.mneme.war.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.mneme.war.dialect.Correlation;
import org.mneme.war.dialect.DialectDecision;
import org.mneme.war.dialect.Envelopes;
import org.mneme.war.http.Failures;

/** Receive a request: who is calling, which id it has, and the headers that every answer carries. */
final class Arrival {

    private Arrival() {}

    /** Leave the decision and the failures of a request in its attributes, once, and return the failures. */
    static Failures of(HttpServletRequest request, HttpServletResponse response) {
        Object earlier = request.getAttribute(Failures.ATTRIBUTE);
        if (earlier != null) {
            return (Failures) earlier;
        }
        DialectDecision decision = DialectDecision.of(request);
        Correlation correlation = Correlation.of(decision.dialect());
        String requestId = correlation.requestId(request);
        Failures failures = new Failures(Envelopes.of(decision.dialect()), requestId);
        request.setAttribute(DialectDecision.ATTRIBUTE, decision);
        request.setAttribute(Failures.ATTRIBUTE, failures);
        correlation.headers().forEach(header -> response.setHeader(header, requestId));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        return failures;
    }
}
