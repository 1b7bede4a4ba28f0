package org.mneme.war.dialect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.HexFormat;

/** Put the prefix of the dialect that was decided on before the path, so that only that dialect's resources match. */
@Provider
@PreMatching
public class DialectRouting implements ContainerRequestFilter {

    private static final String NOT_IN_AN_ADDRESS = "\"<>[\\]^`{|}#";

    @Context
    private HttpServletRequest request;

    @Override
    public void filter(ContainerRequestContext context) {
        DialectDecision decision = (DialectDecision) request.getAttribute(DialectDecision.ATTRIBUTE);
        if (decision == null) {
            // What is not below the root, such as the address of OPTIONS *, passes no filter and is nowhere.
            throw new NotFoundException();
        }
        URI base = context.getUriInfo().getBaseUri();
        String query = request.getQueryString();
        String path = decision.path().substring(1);
        context.setRequestUri(base, base.resolve(encode(query == null ? path : path + "?" + query)));
    }

    /** Encode the characters that clients send as they are, though an address may not have them. */
    private static String encode(String address) {
        StringBuilder encoded = new StringBuilder(address.length());
        for (char c : address.toCharArray()) {
            if (NOT_IN_AN_ADDRESS.indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().toHexDigits((byte) c));
            }
        }
        return encoded.toString();
    }
}
