package org.mneme.war.dialect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Put the prefix of the dialect that was decided on before the path, so that only that dialect's resources match. */
@Provider
@PreMatching
public class DialectRouting implements ContainerRequestFilter {

    @Context
    private HttpServletRequest request;

    @Override
    public void filter(ContainerRequestContext context) {
        DialectDecision decision = (DialectDecision) request.getAttribute(DialectDecision.ATTRIBUTE);
        URI base = context.getUriInfo().getBaseUri();
        String query = request.getQueryString();
        String path = decision.path().substring(1);
        context.setRequestUri(base, base.resolve(query == null ? path : path + "?" + query));
    }
}
