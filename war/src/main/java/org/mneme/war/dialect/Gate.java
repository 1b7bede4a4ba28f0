package org.mneme.war.dialect;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.mneme.api.MemoryException;
import org.mneme.core.Engine;
import org.mneme.core.workspace.Caller;
import org.mneme.core.workspace.RateLimiter;
import org.mneme.war.call.Call;
import org.mneme.war.config.GoMemoryConfig;
import org.mneme.war.config.XtraceConfig;
import org.mneme.war.gomemory.KeylessAccess;
import org.mneme.war.retaindb.RetainDbErrors;
import org.mneme.war.xtrace.OrgCheck;

/**
 * Let in who shows a valid key and stays below the limit of its plan, and tell every caller where it stands.
 *
 * <p>It stands behind the matching, so that an unknown address is 404 to everybody, and before the body is read.
 */
@jakarta.ws.rs.ext.Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class Gate implements ContainerRequestFilter, ContainerResponseFilter {

    /**
     * The name of the property that holds where the caller stands: kept with the request and not in a bean of it, because an
     * answer that was waited for is sent when the beans of its request are gone.
     */
    private static final String STANDING = "org.mneme.standing";

    private static final String NO_KEY = "The API key is missing: send the header Authorization: Bearer <key>.";

    @Inject
    private Provider<Engine> engine;

    @Inject
    private Call call;

    @Inject
    private GoMemoryConfig goMemory;

    @Inject
    private XtraceConfig xtrace;

    @Context
    private HttpServletRequest request;

    @Override
    public void filter(ContainerRequestContext context) {
        DialectDecision decision = (DialectDecision) request.getAttribute(DialectDecision.ATTRIBUTE);
        if (decision.isShared()) {
            return;
        }
        Optional<String> key = Credentials.of(decision.dialect(), context::getHeaderString);
        switch (decision.dialect()) {
            case ADMIN -> engine.get().keys().administrator(required(key));
            case GOMEMORY -> admit(context, key.isPresent() ? withKey(key) : withoutKey());
            case XTRACE -> {
                Caller caller = withKey(key);
                OrgCheck.check(context::getHeaderString, caller.workspace().id(), xtrace.orgIdRequired());
                admit(context, caller);
            }
            case RETAINR -> admit(context, withKey(key));
            case RETAINDB -> admit(context, withKey(key, RetainDbErrors.NO_KEY));
        }
    }

    private Caller withKey(Optional<String> key) {
        return withKey(key, NO_KEY);
    }

    private Caller withKey(Optional<String> key, String missing) {
        return engine.get().keys().authenticate(key.orElseThrow(() -> MemoryException.unauthorized(missing)));
    }

    /** Only GoMemory has callers without keys: they see one workspace, where the operator lets them. */
    private Caller withoutKey() {
        if (!KeylessAccess.allows(goMemory.access(), request)) {
            throw MemoryException.unauthorized(
                    "The API key is missing: send the header Authorization: Bearer <key>, or call from the server's machine.");
        }
        return engine.get().keyless(goMemory.workspace());
    }

    private void admit(ContainerRequestContext context, Caller caller) {
        call.identify(caller);
        RateLimiter limiter = engine.get().rateLimiter();
        try {
            context.setProperty(STANDING, limiter.count(caller));
        } catch (MemoryException e) {
            context.setProperty(STANDING, limiter.standing(caller));
            throw e;
        }
    }

    private static String required(Optional<String> key) {
        return key.orElseThrow(() -> MemoryException.unauthorized(NO_KEY));
    }

    @Override
    public void filter(ContainerRequestContext context, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (response.getStatus() == 401) {
            headers.putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (context.getProperty(STANDING) instanceof RateLimiter.Standing standing && standing.limit() > 0) {
            headers.putSingle("X-RateLimit-Limit", standing.limit());
            headers.putSingle("X-RateLimit-Remaining", standing.remaining());
            headers.putSingle("X-RateLimit-Reset", standing.resetAt().getEpochSecond());
        }
    }
}
