package org.mneme.war.edge;

import org.mneme.war.admin.AdminErrors;
import org.mneme.war.dialect.Dialect;
import org.mneme.war.gomemory.GoMemoryErrors;
import org.mneme.war.http.ErrorEnvelope;
import org.mneme.war.retaindb.RetainDbErrors;
import org.mneme.war.retainr.RetainrErrors;
import org.mneme.war.xtrace.XtraceErrors;

/** Find the envelope that a dialect's callers read errors in. */
public final class Envelopes {

    private static final ErrorEnvelope RETAINR = new RetainrErrors();
    private static final ErrorEnvelope RETAINDB = new RetainDbErrors();
    private static final ErrorEnvelope XTRACE = new XtraceErrors();
    private static final ErrorEnvelope GOMEMORY = new GoMemoryErrors();
    private static final ErrorEnvelope ADMIN = new AdminErrors();

    private Envelopes() {}

    /** Return the envelope of a dialect; stateless, one for all requests. */
    public static ErrorEnvelope of(Dialect dialect) {
        return switch (dialect) {
            case RETAINR -> RETAINR;
            case RETAINDB -> RETAINDB;
            case XTRACE -> XTRACE;
            case GOMEMORY -> GOMEMORY;
            case ADMIN -> ADMIN;
        };
    }
}
