package org.mneme.storage.elasticsearch;

import co.elastic.clients.transport.TransportException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.http.ParseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.ResponseException;
import org.mneme.api.MemoryException;

/** Translate what the cluster and its client report into what a caller can do. */
final class ElasticsearchErrors {

    /** Answers of a cluster that may work a moment later: busy, restarting, without a shard, full. */
    private static final Set<Integer> PASSING = Set.of(408, 429, 502, 503, 504);

    /** What the cluster calls an index or alias that is not there. */
    static final String NO_INDEX = "index_not_found_exception";

    private ElasticsearchErrors() {}

    /** Report a request that has certainly changed nothing. */
    static MemoryException unavailable(Exception cause) {
        if (cause instanceof MemoryException known) {
            return known;
        }
        if (cause instanceof ResponseException response) {
            return ofStatus(status(response), response.getMessage(), response);
        }
        if (cause instanceof TransportException answered && answered.statusCode() > 0) {
            return ofStatus(answered.statusCode(), answered.getMessage(), answered);
        }
        return MemoryException.storageUnavailable(
                caused(cause, SSLException.class)
                        ? "the certificate of the Elasticsearch cluster is not trusted: " + cause.getMessage()
                        : "the Elasticsearch cluster does not answer",
                cause);
    }

    static MemoryException unknown(Exception cause) {
        return MemoryException.outcomeUnknown("the Elasticsearch cluster did not say what became of a write", cause);
    }

    static MemoryException ofItem(int status, JsonNode error) {
        String reason =
                error.path("type").asText() + ": " + error.path("reason").asText();
        return ofStatus(status, reason, null);
    }

    private static MemoryException ofStatus(int status, String reason, Exception cause) {
        // a disk that is nearly full makes an index read-only; it is writable again once there is room
        boolean blocked = reason.contains("cluster_block_exception");
        // a generation that another one has just taken the place of, and what was being read of it
        boolean replaced = reason.contains(NO_INDEX) || reason.contains("search_context_missing_exception");
        if (PASSING.contains(status) || blocked || replaced) {
            return MemoryException.storageUnavailable(
                    "the Elasticsearch cluster cannot do this now",
                    cause == null ? new IllegalStateException(reason) : cause);
        }
        return switch (status) {
            case 401, 403 ->
                MemoryException.storageUnavailable(
                        "the Elasticsearch cluster refuses this server's credentials", cause);
            case 413 ->
                MemoryException.tooLarge("content_too_large", "content", "this is larger than the cluster takes");
            default -> MemoryException.defect("Elasticsearch answered " + status + ": " + reason, cause);
        };
    }

    private static int status(ResponseException response) {
        return response.getResponse().getStatusLine().getStatusCode();
    }

    /** Tell whether it is for a reason, by the cluster's name, that something was refused. */
    static boolean says(MemoryException refusal, String reason) {
        return (refusal.getMessage() + refusal.getCause()).contains(reason);
    }

    /** Return why something was refused, in the cluster's words where it said so. */
    static String reason(MemoryException refusal) {
        if (refusal.getCause() instanceof ResponseException answered) {
            try {
                String body = EntityUtils.toString(answered.getResponse().getEntity());
                return Codec.MAPPER.readTree(body).path("error").path("reason").asText(refusal.getMessage());
            } catch (IOException | ParseException e) {
                refusal.addSuppressed(e);
            }
        }
        return refusal.getMessage();
    }

    /** Tell whether an answer is final, and nothing was written. */
    static boolean refused(ResponseException response) {
        return !PASSING.contains(status(response));
    }

    /** Tell whether a request has certainly not reached a node. */
    static boolean neverSent(Exception cause) {
        return caused(cause, ConnectException.class)
                || caused(cause, UnknownHostException.class)
                || caused(cause, ConnectTimeoutException.class);
    }

    /** Tell whether a failure is of a class, or one of its causes is. */
    static boolean caused(Exception problem, Class<? extends Throwable> by) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (by.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
