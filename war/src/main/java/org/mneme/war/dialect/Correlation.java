package org.mneme.war.dialect;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.mneme.war.http.RequestId;

/**
 * Say where a dialect's clients put the id of a request, and where they look for it.
 *
 * @param headers the headers that may carry the id, the strongest first; every answer carries all of them
 * @param prefix what an id made by the server begins with
 */
public record Correlation(List<String> headers, String prefix) {

    private static final Correlation COMMON = new Correlation(List.of(RequestId.HEADER), "req_");
    private static final Correlation RETAINDB = new Correlation(List.of("x-trace-id", RequestId.HEADER), "trc_");

    /** Return the custom of a dialect. */
    public static Correlation of(Dialect dialect) {
        return switch (dialect) {
            case RETAINDB -> RETAINDB;
            case RETAINR, XTRACE, GOMEMORY, ADMIN -> COMMON;
        };
    }

    /** Return the id of a request: the caller's own if it sent a sane one, else a new one. */
    public String requestId(HttpServletRequest request) {
        for (String header : headers) {
            String sent = request.getHeader(header);
            if (sent != null) {
                return RequestId.adopt(sent, prefix);
            }
        }
        return RequestId.adopt(null, prefix);
    }
}
