package org.mneme.war.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import org.mneme.war.dialect.Correlation;
import org.mneme.war.dialect.Dialect;
import org.mneme.war.dialect.DialectDecision;
import org.mneme.war.http.Failures;

/** Receive a request: who is calling, which id it has, and the headers that every answer carries. */
final class Arrival {

    private Arrival() {}

    /** Return the failures of a request that did not pass the filter; whose key it shows does not matter any more. */
    static Failures of(HttpServletRequest request, HttpServletResponse response) {
        return of(request, response, key -> Optional.empty());
    }

    /**
     * Leave the decision and the failures of a request in its attributes, once, and return the failures.
     *
     * @param imported gives the dialect that is stored with a key whose first characters do not tell
     */
    static Failures of(
            HttpServletRequest request, HttpServletResponse response, Function<String, Optional<Dialect>> imported) {
        Object earlier = request.getAttribute(Failures.ATTRIBUTE);
        if (earlier != null) {
            return (Failures) earlier;
        }
        DialectDecision decision = DialectDecision.of(request, imported);
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
